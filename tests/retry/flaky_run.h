// Runs of the real binary over notes that fail at first.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {

class FlakyRun : public ::testing::Test {
 protected:
  // `more` is what the graph says besides its nodes. The stage counts in files, which a worker may not write.
  void write_graph(const std::string& more = "[retry]\nbackoff = \"1ms..20ms\"\n") {
    std::filesystem::create_directories(workspace_ / "marks");
    std::string graph = more;
    const std::string in_thread = "[retry]\nescalate = { isolation = \"thread\" }\n";
    const std::size_t table = graph.find("[retry]\n");
    table == std::string::npos ? graph += in_thread : graph.replace(table, 8, in_thread);
    workspace_.write("notes.toml", graph + R"(
[nodes.notes]
stage = "files"
with = { root = "notes" }
[nodes.text]
stage = "text"
from = "notes"
[nodes.flaky]
stage = "test.flaky"
from = "text"
with = { marks = ")" + (workspace_ / "marks").string() +
                                       R"(" }
[nodes.records]
stage = "jsonl"
from = "flaky"
with = { path = "notes.jsonl" }
[nodes.each]
stage = "json_documents"
from = "flaky"
with = { path = "{path}.json" }
)");
  }

  void write_note(const std::string& name, const std::string& text) { workspace_.write("notes/" + name, text + "\n"); }

  std::vector<std::string> arguments(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"--plugin-dir", WEIR_TEST_FLAKY, "run", "notes.toml", "--trust-inputs"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  Ended run(const std::vector<std::string>& more = {}) { return weir(arguments(more), workspace_.path()); }

  // What is published where no document fails, since each was seen often enough before.
  auto untroubled() {
    const std::string directory = "untroubled";
    for (const auto& file : std::filesystem::directory_iterator(workspace_ / "notes")) {
      workspace_.write("marks/" + file.path().filename().string(), std::string(99, '.'));
    }
    const Ended ended = run({"--directory", directory, "--engine", "serial", "--quiet"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    forget_marks();
    return tree(workspace_ / (directory + "/out"));
  }

  void forget_marks() {
    std::filesystem::remove_all(workspace_ / "marks");
    std::filesystem::create_directories(workspace_ / "marks");
  }

  std::string ask(const std::string& sql, const std::string& directory = "runs/notes") const {
    return query(workspace_ / (directory + "/store.sqlite"), sql);
  }

  Workspace workspace_;
};

}  // namespace weir::testing
