// Whole runs of the real binary with the stage `command`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "cli/process.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class CommandRun : public ::testing::Test {
 protected:
  // `command` is a list as TOML has it; `keys` are lines of the node, `tables` of the file.
  void write_graph(const std::string& command, const std::string& keys = "", const std::string& tables = "") const {
    workspace_.write("notes.toml", tables + R"(
[nodes.notes]
stage = "files"
with = { root = "notes" }
[nodes.text]
stage = "text"
from = "notes"
[nodes.program]
stage = "command"
from = "text"
)" + keys + "\nwith = { command = " + command +
                                       R"( }
[nodes.records]
stage = "jsonl"
from = "program"
with = { path = "notes.jsonl", fields = ["id"] }
)");
  }
  // The shell reads `script` from a file beside the graph.
  void write_shell_graph(const std::string& script, const std::string& keys = "",
                         const std::string& tables = "") const {
    workspace_.write("program.sh", script);
    write_graph("[\"sh\", \"" + path("program.sh") + "\"]", keys, tables);
  }
  void write_notes(int count) const {
    for (int i = 0; i < count; ++i) workspace_.write("notes/n" + std::to_string(1000 + i), "note " + std::to_string(i));
  }
  std::string path(const std::string& name) const { return (workspace_ / name).string(); }
  Ended run(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"run", "notes.toml"});
    return weir(more, workspace_.path());
  }
  std::string records(const std::string& directory = "runs/notes") const {
    return read_file(workspace_ / (directory + "/out/notes.jsonl"));
  }
  Ended dead_letters() const { return weir({"dlq", "list", "--format", "json"}, workspace_.path()); }

  const Workspace workspace_;
};

// Whether a process runs: one that nobody has reaped yet does not.
bool still_runs(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string stat;
  std::getline(file, stat);
  const std::size_t name_end = stat.rfind(") ");
  return name_end != std::string::npos && stat[name_end + 2] != 'Z' && stat[name_end + 2] != 'X';
}

TEST_F(CommandRun, WhatTheProgramWritesIsTheTextOfTheRecordsWithEitherEngine) {
  write_graph(R"(["tr", "a-z", "A-Z"])", "workers = 16");
  write_notes(50);
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(records(), HasSubstr(R"({"id":"n1007","text":"NOTE 7"})"));
  EXPECT_EQ(run({"--engine", "serial", "--directory", "serial"}).code, 0);
  EXPECT_EQ(records("serial"), records());
}

TEST_F(CommandRun, TheNodeOnThePageAboutItIsValid) {
  write_notes(1);
  write_graph("[\"cat\"]");
  std::string graph = read_file(workspace_ / "notes.toml");
  const std::string page = read_file(fs::path(WEIR_SOURCE_DIR) / "docs/command.md");
  const std::size_t begin = page.find("```toml\n") + 8;
  const std::size_t replaced = graph.find("[nodes.program]");
  graph.replace(replaced, graph.find("[nodes.records]") - replaced,
                page.substr(begin, page.find("```", begin) - begin));
  graph.replace(graph.find("\"program\""), 9, "\"entities\"");
  workspace_.write("notes.toml", graph);
  const Ended ended = weir({"validate", "notes.toml"}, workspace_.path());
  EXPECT_EQ(ended.code, 0) << ended.err << graph;
}

TEST_F(CommandRun, AProgramThatIsNotThereEndsTheRunBeforeAnythingIsRead) {
  write_graph(R"(["no_such_program"])");
  write_notes(3);
  const Ended ended = run();
  EXPECT_EQ(ended.code, 78);
  EXPECT_THAT(
      ended.err,
      AllOf(HasSubstr("weir: the node `program` cannot begin: no program `no_such_program` is in the folders of "
                      "PATH; install it, correct its name in `command`, or give its path there"),
            Not(HasSubstr("should not have happened"))));
  EXPECT_FALSE(fs::exists(workspace_ / "runs/notes/out/notes.jsonl"));
  write_graph(R"(["cat"])");
  EXPECT_EQ(run({"--rerun", "all"}).code, 0) << "the run cannot begin once the graph is right";
}

TEST_F(CommandRun, AProgramBesideTheGraphIsFoundFromAnywhere) {
  const fs::path program = workspace_.write("graph/bin/shout", "#!/bin/sh\nexec tr a-z A-Z\n");
  fs::permissions(program, fs::perms::owner_all);
  write_notes(1);
  write_graph(R"(["bin/shout"])");
  fs::rename(workspace_ / "notes.toml", workspace_ / "graph/notes.toml");
  const Ended ended = weir({"run", "graph/notes.toml", "notes"}, workspace_.path());
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(records(), HasSubstr("NOTE 0"));
}

TEST_F(CommandRun, ADeadlineKillsTheWholeGroupAndCostsOneDocument) {
  write_shell_graph("read -r _ number; [ \"$number\" = 1 ] || exec echo fine\nsleep 1000 & echo $$ $! > '" +
                        path("pids") + "'\nwait\n",
                    "deadline = \"300ms\"", "[retry]\nattempts = 1\n");
  write_notes(3);
  const Ended ended = run();
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("3 read = 2 done + 0 filtered + 1 dead"));
  EXPECT_THAT(dead_letters().out, AllOf(HasSubstr("\"timeout\""), HasSubstr("\"deadline\"")));
  std::istringstream pids(read_file(workspace_ / "pids"));
  int count = 0;
  for (std::string pid; pids >> pid; ++count) {
    while (still_runs(pid)) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_EQ(count, 2);
}

TEST_F(CommandRun, AProgramThatIsBusyIsAskedAgain) {
  write_shell_graph("if [ -e '" + path("asked") + "' ]; then exec cat; fi\ntouch '" + path("asked") +
                        "'\necho not now >&2\nexit 75\n",
                    "workers = 1", "[retry]\nbackoff = \"10ms..20ms\"\n");
  write_notes(4);
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(records(), HasSubstr("note 3"));
}

TEST_F(CommandRun, AProgramThatDiesIsTriedOnceMoreAndThenDead) {
  write_shell_graph("echo called >> '" + path("calls") + "'\nkill -SEGV $$\n", "",
                    "[retry]\nbackoff = \"10ms..20ms\"\nattempts = 5\n");
  write_notes(1);
  EXPECT_EQ(run().code, 1);
  EXPECT_EQ(read_file(workspace_ / "calls"), "called\ncalled\n");
  EXPECT_THAT(dead_letters().out, AllOf(HasSubstr("\"crash\""), HasSubstr("\"command.died\"")));
}

TEST_F(CommandRun, WhatIsRejectedCanGoOnByThePortFailed) {
  write_shell_graph("read -r _ number; [ \"$number\" != 1 ] || { echo not this one >&2; exit 3; }; echo fine\n");
  std::ofstream(workspace_ / "notes.toml", std::ios::app) << R"([nodes.rest]
stage = "jsonl"
from = "program.failed"
with = { path = "rest.jsonl", fields = ["id", "error_reason", "error_message"] }
)";
  write_notes(3);
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(read_file(workspace_ / "runs/notes/out/rest.jsonl"),
            "{\"id\":\"n1001\",\"error_reason\":\"command.failed\",\"error_message\":"
            "\"`sh` ended with exit code 3: not this one\",\"text\":\"note 1\"}\n");
}

TEST_F(CommandRun, RunsInTheEngineWhereDocumentsAreIsolated) {
  write_shell_graph("cat; ps -o args= $PPID\n", "", "[classes.all]\nisolation = \"process\"\n");
  write_notes(2);
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(records(), AllOf(HasSubstr("weir run notes.toml"), Not(HasSubstr("weir worker"))));
}

TEST_F(CommandRun, AKillChangesNoByteOfWhatTheResumedRunWrites) {
  write_shell_graph("echo called >> '" + path("calls") + "'\nsleep 0.01\nexec tr a-z A-Z\n", "workers = 4",
                    "[run]\nbatch_documents = 2\n");
  write_notes(60);
  ASSERT_EQ(run({"--directory", "whole"}).code, 0);
  for (const std::size_t calls : {3, 20, 45}) {
    fs::remove(workspace_ / "calls");
    const std::string directory = "killed" + std::to_string(calls);
    Running running({"run", "notes.toml", "--directory", directory, "--quiet"}, workspace_.path());
    while (!running.ended() && read_file(workspace_ / "calls").size() < calls * std::string("called\n").size()) {
      std::this_thread::yield();
    }
    running.send(SIGKILL);
    ASSERT_EQ(running.wait(), 128 + SIGKILL);
    const Ended ended = run({"--directory", directory});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(tree(workspace_ / (directory + "/out")), tree(workspace_ / "whole/out"));
  }
}

}  // namespace
}  // namespace weir::testing
