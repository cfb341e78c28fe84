// A plugin that crashes in process costs its document and not the run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "cli/process.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kNotes = 60;

class Supervisor : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("WEIR_PLUGIN_PATH", WEIR_TEST_CRASHES, 1);
    std::string graph = kNotesGraph;
    graph +=
        "[run]\nbatch_documents = 7\n[nodes.fragile]\nstage = \"test.crash\"\nfrom = \"text\"\nwith = { marker = \"" +
        (workspace_ / "marker").string() + "\" }\n";
    graph.replace(graph.find("from = \"text\"\nwith = { path"), 13, "from = \"fragile\"");
    workspace_.write("notes.toml", graph);
    for (int i = 0; i < kNotes; ++i) note(i, "Note number " + std::to_string(i) + " says little.\n");
  }

  void note(int number, const std::string& text) const {
    workspace_.write("notes/n" + std::to_string(100 + number) + ".txt", text);
  }

  Ended run(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"run", "notes.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return weir(arguments, workspace_.path());
  }

  std::string output(const std::string& directory = "runs/notes") const {
    return read_file(workspace_ / (directory + "/out/notes.jsonl"));
  }

  // What would be written if the notes with these numbers were not there.
  std::string output_without(const std::vector<int>& numbers) const {
    for (const int number : numbers) fs::remove(workspace_ / ("notes/n" + std::to_string(100 + number) + ".txt"));
    EXPECT_EQ(run({"--directory", "other"}).code, 0);
    return output("other");
  }

  Ended dead_letters() const { return weir({"dlq", "list", "runs/notes"}, workspace_.path()); }

  Workspace workspace_;
};

TEST_F(Supervisor, ACrashCostsItsDocumentAndNotTheRun) {
  note(23, "SEGMENTATION fault\n");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("the engine died of SIGSEGV, and is started again"),
                               HasSubstr("60 read = 59 done + 0 filtered + 1 dead")));
  EXPECT_THAT(dead_letters().out, AllOf(HasSubstr("n123.txt"), HasSubstr("SIGSEGV"), HasSubstr("crash")));
  EXPECT_EQ(output(), output_without({23}));
}

TEST_F(Supervisor, EveryKindOfCrashIsToldByItsName) {
  note(3, "ABORT\n");
  note(17, "stack OVERFLOW\n");
  note(42, "SEGMENTATION fault\n");
  EXPECT_EQ(run().code, 1);
  EXPECT_THAT(weir({"dlq", "list", "runs/notes", "--format", "json"}, workspace_.path()).out,
              AllOf(HasSubstr("n103.txt"), HasSubstr("SIGABRT"), HasSubstr("n117.txt"), HasSubstr("n142.txt")));
  EXPECT_EQ(output(), output_without({3, 17, 42}));
}

TEST_F(Supervisor, ADocumentThatCrashesOnceIsDoneInItsSecondAttempt) {
  note(23, "ONCE and never again\n");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("60 read = 60 done + 0 filtered + 0 dead"));
  EXPECT_EQ(output(), output_without({}));
}

TEST_F(Supervisor, TheAttemptsOfTheGraphAreThoseThatADeathUsesUp) {
  workspace_.write("notes.toml", read_file(workspace_ / "notes.toml") + "[retry]\nattempts = 1\n");
  note(23, "ONCE and never again\n");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("60 read = 59 done + 0 filtered + 1 dead"));
}

// Which is no end of the run, whatever the code says.
TEST_F(Supervisor, AStageThatEndsTheProcessCostsItsDocument) {
  for (const std::string how : {"EXIT", "LEAVE"}) {
    note(23, how + "\n");
    const Ended ended = run({"--fresh"});
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("is started again"));
    EXPECT_THAT(dead_letters().out, AllOf(HasSubstr("n123.txt"), HasSubstr("exited"), HasSubstr("crash")));
    EXPECT_EQ(output().find("number 23"), std::string::npos);
  }
  EXPECT_EQ(output(), output_without({23}));
}

// The system ends a process so when it runs out of memory; nobody writes down which thread it was.
TEST_F(Supervisor, WhatKillsTheEngineWithoutAWordIsFoundByRunningSuspectsAlone) {
  note(23, "KILL\n");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(dead_letters().out, AllOf(HasSubstr("n123.txt"), HasSubstr("killed"), HasSubstr("memory")));
  EXPECT_EQ(output(), output_without({23}));
}

TEST_F(Supervisor, WithoutItACrashEndsTheProcessAndTheNextStartKnowsWhichDocumentItWas) {
  note(23, "SEGMENTATION fault\n");
  EXPECT_EQ(run({"--no-supervise"}).code, 128 + SIGSEGV);
  EXPECT_EQ(run({"--no-supervise"}).code, 1) << "the second attempt is made in a worker";
  EXPECT_EQ(output(), output_without({23}));
}

TEST_F(Supervisor, TheStackOfACrashIsWrittenDown) {
  note(23, "ABORT\n");
  EXPECT_EQ(run().code, 1);
  EXPECT_THAT(read_file(workspace_ / "runs/notes/logs/crash.txt"), HasSubstr("test_crashes.so"));
}

TEST_F(Supervisor, WhatWasAskedForOnceIsNotDoneAgainByAnEngineThatIsStartedAgain) {
  EXPECT_EQ(run().code, 0);
  note(23, "ABORT\n");
  EXPECT_EQ(run({"--fresh"}).code, 1);
  EXPECT_EQ(output(), output_without({23}));
}

TEST_F(Supervisor, ADeathBeforeAFreshRunCostsNoDocumentOfIt) {
  note(23, "ABORT\n");
  EXPECT_EQ(run({"--no-supervise"}).code, 128 + SIGABRT);
  ASSERT_TRUE(fs::exists(workspace_ / "runs/notes/slots"));
  note(23, "Harmless again.\n");
  EXPECT_EQ(run({"--no-supervise", "--fresh"}).code, 0);
  EXPECT_THAT(read_file(workspace_ / "runs/notes/logs/run.jsonl"), Not(HasSubstr("died of")));
}

TEST_F(Supervisor, LeavesNoSlotsBehind) {
  note(23, "ABORT\n");
  EXPECT_EQ(run().code, 1);
  EXPECT_FALSE(fs::exists(workspace_ / "runs/notes/slots"));
}

// Whatever the slots say is checked before it is believed.
TEST_F(Supervisor, SlotsThatAreGarbageChangeNothing) {
  note(23, "ABORT\n");
  EXPECT_EQ(run({"--no-supervise"}).code, 128 + SIGABRT);
  const fs::path slots = workspace_ / "runs/notes/slots";
  ASSERT_TRUE(fs::exists(slots));
  note(23, "Harmless again.\n");
  std::string bytes = read_file(slots);
  std::mt19937 random(7);
  for (std::size_t i = 64; i < bytes.size(); ++i) bytes[i] = static_cast<char>(random());
  std::ofstream(slots, std::ios::binary) << bytes;
  EXPECT_EQ(run({"--rerun", "all"}).code, 0);
  EXPECT_EQ(output(), output_without({}));
}

TEST_F(Supervisor, ASignalToItStopsTheEngineInOrder) {
  for (int i = 0; i < 3'000; ++i) note(1'000 + i, "Note number " + std::to_string(i) + " says little.\n");
  Running running({"run", "notes.toml"}, workspace_.path());
  while (!fs::exists(workspace_ / "runs/notes/slots") && !running.ended()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  running.send(SIGTERM);
  const int code = running.wait();
  EXPECT_TRUE(code == 75 || code == 0) << code;
  EXPECT_EQ(run().code, 0);
  EXPECT_EQ(output(), output_without({}));
}

TEST_F(Supervisor, ItsDeathIsTheEnginesToo) {
  for (int i = 0; i < 3'000; ++i) note(1'000 + i, "Note number " + std::to_string(i) + " says little.\n");
  for (int kills = 0; kills < 5; ++kills) {
    Running running({"run", "notes.toml"}, workspace_.path());
    std::this_thread::sleep_for(std::chrono::milliseconds(20 * kills));
    running.send(SIGKILL);
    running.wait();
  }
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(output(), output_without({}));
}

}  // namespace
}  // namespace weir::testing
