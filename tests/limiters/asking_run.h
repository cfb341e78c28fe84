// Runs of the real binary over notes that two nodes ask about, with limiters. Each call leaves a line outside of the
// run.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {

class AskingRun : public ::testing::Test {
 protected:
  // `limiters` are tables, `with` what else both nodes are given, `second` whether there is a second one.
  void write_graph(const std::string& limiters, const std::string& takes, const std::string& with = "",
                   bool second = true) {
    const auto node = [&](const std::string& id, const std::string& from) {
      return "[nodes." + id + "]\nstage = \"test.asking\"\nfrom = \"" + from + "\"\nworkers = 64\n" +
             (takes.empty() ? "" : "takes = { " + takes + " }\n") + "with = { calls = \"" + calls().string() + "\"" +
             with + " }\n";
    };
    workspace_.write("notes.toml", "[run]\nthreads = 2\n" + limiters + R"(
[nodes.notes]
stage = "files"
with = { root = "notes" }
[nodes.text]
stage = "text"
from = "notes"
)" + node("ask", "text") + (second ? node("ask_again", "text") : "") +
                                       R"([nodes.records]
stage = "jsonl"
from = ["ask")" + (second ? R"(, "ask_again")" : "") +
                                       R"(]
with = { path = "notes.jsonl" }
)");
  }

  void write_notes(int count, const std::string& text = "says ") {
    for (int i = 0; i < count; ++i) {
      workspace_.write("notes/n" + std::to_string(1000 + i), text + std::to_string(i) + "\n");
    }
  }

  std::vector<std::string> arguments(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"--plugin-dir", WEIR_TEST_ASKING, "run", "notes.toml", "--trust-inputs"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  Ended run(const std::vector<std::string>& more = {}) const { return weir(arguments(more), workspace_.path()); }
  Ended command(const std::vector<std::string>& words) const { return weir(words, workspace_.path()); }

  std::filesystem::path calls() const { return workspace_ / "calls"; }
  // How many were inside at each call.
  std::vector<int> inside() const {
    std::istringstream lines(std::filesystem::exists(calls()) ? read_file(calls()) : "");
    std::vector<int> all;
    for (int now = 0; lines >> now;) all.push_back(now);
    return all;
  }
  int most_inside() const {
    const std::vector<int> all = inside();
    return all.empty() ? 0 : *std::max_element(all.begin(), all.end());
  }

  std::string ask(const std::string& sql, const std::string& directory = "runs/notes") const {
    return query(workspace_ / (directory + "/store.sqlite"), sql);
  }
  // As if so much time had passed since the window began.
  void age_window(const std::string& milliseconds) const {
    ask("UPDATE quotas SET began_ms = began_ms - " + milliseconds);
  }

  Workspace workspace_;
};

}  // namespace weir::testing
