// What a person gets from `weir run`: books, exit codes, resumption, locks, signals.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class Run : public ::testing::Test {
 protected:
  void SetUp() override {
    workspace_.write("notes.toml", kNotesGraph);
    for (int i = 0; i < 5; ++i) {
      workspace_.write("notes/n" + std::to_string(i) + ".txt", "Note number " + std::to_string(i) + " says little.\n");
    }
  }

  Ended run(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"run", "notes.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return weir(arguments, workspace_.path());
  }

  std::string output(const std::string& directory = "runs/notes") {
    return read_file(workspace_ / (directory + "/out/notes.jsonl"));
  }

  // The same, with a file for each note.
  void write_graph_of_files() {
    std::string graph = kNotesGraph;
    graph.replace(graph.find("stage = \"jsonl\""), 15, "stage = \"json_documents\"");
    graph.replace(graph.find("notes.jsonl"), 11, "{path}.json");
    workspace_.write("notes.toml", graph);
  }

  Workspace workspace_;
};

TEST_F(Run, PrintsTheEquationAndTheNextCommand) {
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("5 read = 5 done + 0 filtered + 0 dead   ✓ the books balance"));
  EXPECT_THAT(ended.err, HasSubstr("next: weir status runs/notes"));
  EXPECT_EQ(ended.out, "");
  const std::string lines = output();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 5);
}

TEST_F(Run, AStoreThatIsDamagedIsAnErrorOfTheDiskForEveryCommand) {
  ASSERT_EQ(run().code, 0);
  const fs::path store = workspace_ / "runs/notes/store.sqlite";
  const auto size = static_cast<std::streamoff>(fs::file_size(store));
  std::fstream file(store, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);  // behind the first page, which says that it is a store
  file << std::string(static_cast<std::size_t>(size - 4096), '\xFF');
  file.close();
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"status", "runs/notes"}, {"dlq", "list", "runs/notes"}, {"verify", "runs/notes"}, {"run", "notes.toml"}}) {
    const Ended ended = weir(command, workspace_.path());
    EXPECT_EQ(ended.code, 74) << command.front() << ": " << ended.err;
    EXPECT_THAT(ended.out + ended.err, HasSubstr("store.sqlite")) << command.front();
  }
}

TEST_F(Run, SaysWhenThereIsNothingToDoAndTouchesNoOutput) {
  ASSERT_EQ(run().code, 0);
  const auto before = fs::last_write_time(workspace_ / "runs/notes/out/notes.jsonl");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.err, HasSubstr("nothing to do"));
  EXPECT_EQ(fs::last_write_time(workspace_ / "runs/notes/out/notes.jsonl"), before);
}

TEST_F(Run, QuietSaysNothing) {
  const Ended ended = run({"--quiet"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
}

TEST_F(Run, LimitTakesTheFirstOfTheListing) {
  ASSERT_EQ(run({"--limit", "2"}).code, 0);
  EXPECT_THAT(output(), HasSubstr("number 0"));
  EXPECT_THAT(output(), HasSubstr("number 1"));
  EXPECT_THAT(output(), Not(HasSubstr("number 2")));
}

TEST_F(Run, OnlyTakesWhatMatches) {
  ASSERT_EQ(run({"--only", "n3*"}).code, 0);
  EXPECT_THAT(output(), HasSubstr("number 3"));
  EXPECT_THAT(output(), Not(HasSubstr("number 2")));
}

TEST_F(Run, InputsReplaceWhatTheGraphNames) {
  workspace_.write("other/x.txt", "Elsewhere.\n");
  ASSERT_EQ(run({"other", "--directory", "r"}).code, 0);
  EXPECT_THAT(output("r"), HasSubstr("Elsewhere."));
  EXPECT_THAT(output("r"), Not(HasSubstr("Note number")));
}

TEST_F(Run, RefusesARunDirectoryThatWasBegunWithOtherInputs) {
  ASSERT_EQ(run().code, 0);
  const Ended ended = run({"--limit", "1"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("begun with other inputs"));
  EXPECT_THAT(ended.err, HasSubstr("--directory"));
}

TEST_F(Run, RefusesAGraphThatChangedAndNamesTheNode) {
  ASSERT_EQ(run().code, 0);
  const Ended ended = run({"--set", "nodes.records.with.nested=true"});
  EXPECT_EQ(ended.code, 78);
  EXPECT_THAT(ended.err, HasSubstr("`records`"));
  EXPECT_EQ(run({"--set", "nodes.records.with.nested=true", "--fresh"}).code, 0);
}

TEST_F(Run, ThreadsAndMemoryChangeNoFingerprint) {
  ASSERT_EQ(run().code, 0);
  EXPECT_EQ(run({"--set", "run.threads=3", "--set", "limiters.memory.tokens=256MiB"}).code, 0);
}

TEST_F(Run, FreshStartsOver) {
  ASSERT_EQ(run().code, 0);
  workspace_.write("notes/n9.txt", "A ninth note.\n");
  ASSERT_THAT(run().err, HasSubstr("nothing to do"));
  ASSERT_EQ(run({"--fresh"}).code, 0);
  EXPECT_THAT(output(), HasSubstr("A ninth note."));
}

// As after a crash while it was listed for the first time: no output is there yet that the run could have written.
TEST_F(Run, ThatNeverListedItsInputsTouchesNothingInItsOutputs) {
  ASSERT_EQ(run().code, 0);
  fs::remove(workspace_ / "runs/notes/out/notes.jsonl");
  query(workspace_ / "runs/notes/store.sqlite", "UPDATE run SET listed = 0");
  workspace_.write("runs/notes/out/kept.txt", "precious\n");
  EXPECT_EQ(run().code, 0);
  EXPECT_EQ(read_file(workspace_ / "runs/notes/out/kept.txt"), "precious\n");
  EXPECT_THAT(output(), HasSubstr("number 4"));
}

TEST_F(Run, IsRefusedWhereItsEarlierOutputsAreNot) {
  write_graph_of_files();
  workspace_.write("notes/n9.txt", "no UTF-8: \xFF\n");
  ASSERT_EQ(run().code, 1);
  workspace_.write("notes/n9.txt", "A ninth note.\n");
  const Ended elsewhere = run({"--rerun", "affected", "--out", "elsewhere"});
  EXPECT_EQ(elsewhere.code, 74) << elsewhere.err;
  EXPECT_THAT(elsewhere.err, HasSubstr("elsewhere/n0.json: was committed, and is missing"));
  EXPECT_FALSE(fs::exists(workspace_ / "elsewhere/n9.json"));
  fs::rename(workspace_ / "runs/notes/out", workspace_ / "moved");
  EXPECT_EQ(run({"--out", "moved"}).code, 0);
  EXPECT_TRUE(fs::exists(workspace_ / "moved/n9.json"));
}

TEST_F(Run, PublishesWhereOutSays) {
  ASSERT_EQ(run({"--out", "published"}).code, 0);
  EXPECT_THAT(read_file(workspace_ / "published/notes.jsonl"), HasSubstr("number 4"));
}

TEST_F(Run, DoesNotReplaceAFileThatItHasNotWritten) {
  workspace_.write("published/notes.jsonl", "precious\n");
  const Ended refused = run({"--out", "published"});
  EXPECT_EQ(refused.code, 73);
  EXPECT_THAT(refused.err, HasSubstr("--overwrite"));
  EXPECT_EQ(read_file(workspace_ / "published/notes.jsonl"), "precious\n");
  const Ended resumed = run({"--out", "published", "--overwrite"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_THAT(read_file(workspace_ / "published/notes.jsonl"), HasSubstr("number 4"));
  EXPECT_THAT(read_file(workspace_ / "runs/notes/logs/run.jsonl"), HasSubstr("--overwrite"));
}

TEST_F(Run, DoesNotReplaceAFileOfADocumentThatItHasNotWritten) {
  write_graph_of_files();
  ASSERT_EQ(run({"--directory", "runs/other"}).code, 0);
  const std::string right = read_file(workspace_ / "runs/other/out/n2.json");
  ASSERT_NE(right, "");

  workspace_.write("published/n2.json", "precious\n");
  workspace_.write("published/n3.json", read_file(workspace_ / "runs/other/out/n3.json"));
  workspace_.write("elsewhere", "precious too\n");
  fs::create_symlink(workspace_ / "elsewhere", workspace_ / "published/n4.json");
  const Ended refused = run({"--out", "published"});
  EXPECT_EQ(refused.code, 73) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("published/n2.json: move it away, or resume with --overwrite"));
  EXPECT_EQ(read_file(workspace_ / "published/n2.json"), "precious\n");

  fs::rename(workspace_ / "published/n2.json", workspace_ / "kept");
  EXPECT_EQ(run({"--out", "published"}).code, 73) << "a link is something, too";
  EXPECT_TRUE(fs::is_symlink(workspace_ / "published/n4.json"));
  EXPECT_EQ(run({"--out", "published", "--overwrite"}).code, 0);
  EXPECT_FALSE(fs::is_symlink(workspace_ / "published/n4.json"));
  EXPECT_THAT(weir({"status", "runs/notes"}, workspace_.path()).out, HasSubstr("accepted   --overwrite: "));
  EXPECT_EQ(read_file(workspace_ / "published/n2.json"), right);
  EXPECT_EQ(read_file(workspace_ / "elsewhere"), "precious too\n");
}

TEST_F(Run, SerialEngineGivesTheSameBytes) {
  ASSERT_EQ(run().code, 0);
  ASSERT_EQ(run({"--engine", "serial", "--directory", "serial"}).code, 0);
  EXPECT_EQ(output(), output("serial"));
}

TEST_F(Run, VerifyFindsWhatWasChangedSince) {
  ASSERT_EQ(run().code, 0);
  const Ended sound = weir({"verify"}, workspace_.path());
  EXPECT_EQ(sound.code, 0) << sound.err;
  EXPECT_THAT(sound.out, HasSubstr("5 read = 5 done + 0 filtered + 0 dead"));
  EXPECT_THAT(sound.out, HasSubstr("all is as the store says"));
  std::ofstream(workspace_ / "runs/notes/out/notes.jsonl", std::ios::app) << "{}\n";
  const Ended changed = weir({"verify", "runs/notes"}, workspace_.path());
  EXPECT_EQ(changed.code, 74);
  EXPECT_THAT(changed.out, HasSubstr("notes.jsonl: was published, and was changed since"));
  EXPECT_THAT(changed.out, HasSubstr("1 fault"));
  const Ended listed = weir({"verify", "--format", "json"}, workspace_.path());
  EXPECT_THAT(listed.out, HasSubstr("\"faults\":[\""));
}

TEST_F(Run, VerifyLooksWhereTheRunPublished) {
  ASSERT_EQ(run({"--out", "published"}).code, 0);
  EXPECT_EQ(weir({"verify"}, workspace_.path()).code, 74);
  EXPECT_EQ(weir({"verify", "--out", "published"}, workspace_.path()).code, 0);
}

TEST_F(Run, StatusTellsTheBooksWithoutARunningEngine) {
  ASSERT_EQ(run().code, 0);
  const Ended status = weir({"status"}, workspace_.path());
  EXPECT_EQ(status.code, 0);
  EXPECT_THAT(status.out, HasSubstr("5 read = 5 done + 0 filtered + 0 dead"));
  EXPECT_THAT(status.out, HasSubstr("complete"));
  const Ended json = weir({"status", "notes", "--format", "json"}, workspace_.path());
  EXPECT_THAT(json.out, HasSubstr("\"done\":5"));
}

TEST_F(Run, RefusesASecondRunOnOneDirectoryAndOnOneOutput) {
  for (int i = 0; i < 3000; ++i) workspace_.write("notes/m" + std::to_string(i) + ".txt", "Many notes here.\n");
  Running first({"run", "notes.toml", "--set", "run.batch_documents=1", "--quiet", "--no-supervise"},
                workspace_.path());
  while (!fs::exists(workspace_ / "runs/notes/store.sqlite") && !first.ended()) usleep(1000);
  first.send(SIGSTOP);  // it holds its locks for as long as we look
  const Ended second = run();
  EXPECT_EQ(second.code, 73);
  EXPECT_THAT(second.err, HasSubstr(std::to_string(first.pid())));
  const Ended other = run({"--directory", "other", "--out", "runs/notes/out"});
  EXPECT_EQ(other.code, 73);
  EXPECT_THAT(other.err, HasSubstr(std::to_string(first.pid())));
  const Ended verified = weir({"verify", "notes"}, workspace_.path());
  EXPECT_EQ(verified.code, 73);
  EXPECT_THAT(verified.err, HasSubstr(std::to_string(first.pid())));
  first.send(SIGCONT);
  EXPECT_EQ(first.wait(), 0);
}

// A process that was killed is in the table of processes until its parent has looked at it.
TEST_F(Run, IsNotRunningOnceItWasKilled) {
  for (int i = 0; i < 3000; ++i) workspace_.write("notes/m" + std::to_string(i) + ".txt", "Many notes here.\n");
  Running first({"run", "notes.toml", "--set", "run.batch_documents=1", "--quiet", "--no-supervise"},
                workspace_.path());
  const fs::path part = workspace_ / "runs/notes/parts/records.1.part";
  std::error_code missing;
  while (!(fs::file_size(part, missing) > 0 && !missing) && !first.ended()) usleep(1000);
  first.send(SIGSTOP);
  EXPECT_THAT(weir({"status"}, workspace_.path()).out, HasSubstr("running, pid " + std::to_string(first.pid())));
  first.send(SIGKILL);
  siginfo_t killed{};
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(first.pid()), &killed, WEXITED | WNOWAIT), 0);
  EXPECT_THAT(weir({"status"}, workspace_.path()).out, HasSubstr("stopped, can be resumed"));
  first.wait();
}

class Signalled : public Run, public ::testing::WithParamInterface<std::pair<int, int>> {};

TEST_P(Signalled, RunDrainsAndIsResumed) {
  const auto [signal, code] = GetParam();
  for (int i = 0; i < 4000; ++i) workspace_.write("notes/m" + std::to_string(i) + ".txt", "Many notes here.\n");
  const std::vector<std::string> arguments{"run", "notes.toml", "--set", "run.batch_documents=1", "--quiet"};
  Running running(arguments, workspace_.path());
  while (!fs::exists(workspace_ / "runs/notes/parts") && !running.ended()) usleep(1000);
  running.send(signal);
  const int ended = running.wait();
  ASSERT_EQ(ended, code);
  const Ended resumed = weir(arguments, workspace_.path());
  EXPECT_EQ(resumed.code, 0);
  const std::string lines = output();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4005);
}

// A graph that is a pipe into which nobody writes keeps a command where it has begun nothing yet.
TEST_P(Signalled, CommandsEndAtOnceWhereNothingRuns) {
  const auto [signal, code] = GetParam();
  const fs::path pipe = workspace_ / "pipe.toml";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::vector<std::pair<std::vector<std::string>, int>> commands{
      {{"run", "pipe.toml"}, code},
      {{"run", "pipe.toml", "--no-supervise"}, code},
      {{"run", "pipe.toml", "--explain"}, 128 + signal},
      {{"validate", "pipe.toml"}, 128 + signal}};
  for (const auto& [command, expected] : commands) {
    Running running(command, workspace_.path());
    int writer = -1;
    while (writer < 0 && !running.ended()) {
      writer = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);  // fails until somebody reads
      usleep(1000);
    }
    running.send(signal);
    EXPECT_EQ(running.wait(), expected) << command.front();
    ::close(writer);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Signalled, ::testing::Values(std::pair(SIGINT, 130), std::pair(SIGTERM, 75)));

}  // namespace
}  // namespace weir::testing
