// Isolation by process, with the real binary: whatever a document does to the process that runs it costs that document,
// is called by its name, and leaves nothing behind; and outputs are those of a run without.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIsolated = "[classes.all]\nisolation = \"process\"\n";
constexpr const char* kWithDeadline = "[classes.all]\nisolation = \"process\"\ndeadline = \"300ms\"\n";

std::string graph_with(const std::string& classes, const std::string& between = "", const std::string& end = "odd") {
  return "[graph]\nname = \"notes\"\n[run]\nbatch = \"2KiB\"\nthreads = 2\n" + classes +
         "[nodes.notes]\nstage = \"files\"\nwith = { root = \"notes\", include = [\"**/*.txt\"] }\n"
         "[nodes.text]\nstage = \"text\"\nfrom = \"notes\"\n"
         "[nodes.odd]\nstage = \"test.poison\"\nfrom = \"text\"\n" +
         between + "[nodes.records]\nstage = \"jsonl\"\nfrom = \"" + end +
         "\"\nwith = { path = \"notes.jsonl\" }\n"
         "[nodes.lines]\nstage = \"test.poison_sink\"\nfrom = \"" +
         end + "\"\n";
}

class Isolation : public ::testing::Test {
 protected:
  Isolation() { ::setenv("WEIR_PLUGIN_PATH", WEIR_TEST_POISON, 1); }

  void SetUp() override {
    for (int i = 0; i < 60; ++i) {
      const std::string number = std::to_string(100 + i);
      workspace_.write("notes/n" + number + ".txt", "Note " + number + " has " + std::string(40 + i, 'x') + ".\n");
    }
  }

  // A document among the others that does as it says.
  void poison(const std::string& name, const std::string& text) {
    workspace_.write("notes/n130_" + name + ".txt", text + "\n");
  }

  Ended run(const std::string& directory, const std::string& graph, const std::vector<std::string>& more = {}) {
    workspace_.write(directory + ".toml", graph);
    std::vector<std::string> arguments{"run", (workspace_ / (directory + ".toml")).string(), "--directory", directory,
                                       "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return weir(arguments, workspace_.path());
  }

  // "path class reason" of each document that is dead.
  std::string dead(const std::string& directory) const {
    return query(workspace_ / (directory + "/store.sqlite"),
                 "SELECT path || ' ' || class || ' ' || reason FROM v_dead ORDER BY path");
  }

  // Of processes that a run in this workspace started, and those that they did.
  std::vector<std::string> left_behind() const {
    std::vector<std::string> found;
    for (const auto& each : fs::directory_iterator("/proc")) {
      const std::string command = read_file(each.path() / "cmdline");
      if (command.find(workspace_.path().string()) != std::string::npos) found.push_back(each.path().filename());
    }
    return found;
  }

  std::vector<std::pair<std::string, std::string>> outputs(const std::string& directory) const {
    return tree(workspace_ / (directory + "/out"));
  }

  // One poisonous document: the run has all others, and that one by this class and reason.
  void expect_one_dead(const std::string& word, const std::string& class_and_reason,
                       const std::string& classes = kIsolated, const std::string& mark = "poison: ") {
    SCOPED_TRACE(word);
    ASSERT_EQ(run("clean", graph_with(""), {"--engine", "serial"}).code, 0);
    poison(word, mark + word);
    const Ended ended = run("poisoned", graph_with(classes));
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_EQ(dead("poisoned"), "n130_" + word + ".txt " + class_and_reason + "\n");
    EXPECT_EQ(outputs("poisoned"), outputs("clean"));
    EXPECT_TRUE(left_behind().empty()) << left_behind().front();
  }

  Workspace workspace_;
};

TEST_F(Isolation, ChangesNoByteOfTheOutput) {
  poison("drop", "poison: drop");
  poison("fail", "poison: fail");
  poison("throw", "poison: throw");
  const std::string last = "[nodes.last]\nstage = \"test.waiting\"\nfrom = \"odd\"\n";
  for (const auto& [between, end] : {std::pair<std::string, std::string>{"", "odd"}, {last, "last"}}) {
    const std::string name = end;
    EXPECT_EQ(run(name + "_serial", graph_with("", between, end), {"--engine", "serial"}).code, 1);
    const Ended isolated = run(name + "_isolated", graph_with(kIsolated, between, end));
    EXPECT_EQ(isolated.code, 1) << isolated.err;
    EXPECT_EQ(outputs(name + "_isolated"), outputs(name + "_serial"));
    EXPECT_EQ(dead(name + "_isolated"), dead(name + "_serial"));
    EXPECT_EQ(query(workspace_ / (name + "_isolated/store.sqlite"), "SELECT * FROM documents"),
              query(workspace_ / (name + "_serial/store.sqlite"), "SELECT * FROM documents"));
  }
  EXPECT_TRUE(left_behind().empty());
}

// The port leads to a node that runs isolated too, or to one that does not. A document that crashes does not go by it.
TEST_F(Isolation, ChangesNothingOfWhatIsRejectedAndGoesOn) {
  poison("fail", "poison: fail");
  poison("throw", "poison: throw");
  const std::string rejected =
      "[nodes.rejected]\nstage = \"jsonl\"\nfrom = \"odd.failed\"\n"
      "with = { path = \"rejected.jsonl\", fields = [\"error_node\", \"error_reason\", \"error_message\"] }\n";
  for (const std::string stage : {"quality_gate", "test.waiting"}) {
    SCOPED_TRACE(stage);
    const std::string between =
        "[nodes.last]\nstage = \"" + stage + "\"\nfrom = [\"odd\", \"odd.failed\"]\n" + rejected;
    EXPECT_EQ(run(stage + "_serial", graph_with("", between, "last"), {"--engine", "serial"}).code, 0);
    poison("segv", "poison: segv");
    EXPECT_EQ(run(stage + "_isolated", graph_with(kIsolated, between, "last")).code, 1);
    EXPECT_EQ(dead(stage + "_isolated"), "n130_segv.txt crash SIGSEGV\n");
    fs::remove(workspace_ / "notes/n130_segv.txt");
    EXPECT_EQ(outputs(stage + "_isolated"), outputs(stage + "_serial"));
    EXPECT_EQ(read_file(workspace_ / (stage + "_isolated/out/rejected.jsonl")),
              R"({"error_node":"odd","error_reason":"failed","error_message":"as it said","text":"poison: fail\n"}
{"error_node":"odd","error_reason":"exception","error_message":"thrown","text":"poison: throw\n"}
)");
  }
}

TEST_F(Isolation, BringsWhatStagesLogToTheRunsLog) {
  ASSERT_EQ(run("logged", graph_with(kIsolated)).code, 0);
  const std::string log = read_file(workspace_ / "logged/logs/run.jsonl");
  EXPECT_NE(log.find("seen n117.txt"), std::string::npos) << log;
}

TEST_F(Isolation, SegmentationFaultCostsItsDocument) { expect_one_dead("segv", "crash SIGSEGV"); }
TEST_F(Isolation, AbortCostsItsDocument) { expect_one_dead("abort", "crash SIGABRT"); }
TEST_F(Isolation, StackOverflowCostsItsDocument) { expect_one_dead("overflow", "crash SIGSEGV"); }
TEST_F(Isolation, ExitCostsItsDocument) { expect_one_dead("exit", "crash exited"); }
TEST_F(Isolation, ClosedChannelCostsItsDocument) { expect_one_dead("closed", "crash worker.garbage"); }
TEST_F(Isolation, GarbageCostsItsDocument) { expect_one_dead("garbage", "crash worker.garbage"); }
TEST_F(Isolation, MessageOutOfPlaceCostsItsDocument) {
  for (const char* word : {"run", "ready", "done", "broken"}) {
    expect_one_dead(word, "crash worker.garbage");
    for (const auto& each : {"clean", "poisoned"}) fs::remove_all(workspace_ / each);
    fs::remove(workspace_ / ("notes/n130_" + std::string(word) + ".txt"));
  }
}
TEST_F(Isolation, FloodOfOutputCostsItsDocument) { expect_one_dead("flood", "crash SIGABRT"); }
TEST_F(Isolation, HungerCostsItsDocument) { expect_one_dead("hunger", "memory out_of_memory"); }
TEST_F(Isolation, LoopCostsItsDocument) { expect_one_dead("loop", "timeout deadline", kWithDeadline); }
TEST_F(Isolation, DocumentThatHeedsItsDeadlineKeepsItsWorker) {
  expect_one_dead("polite", "timeout deadline", kWithDeadline);
}
TEST_F(Isolation, ForkBombCostsItsDocument) { expect_one_dead("forks", "timeout deadline", kWithDeadline); }
TEST_F(Isolation, CrashInASinkCostsItsDocument) {
  expect_one_dead("segv", "crash SIGSEGV", kIsolated, "poison.sink: ");
}

TEST_F(Isolation, TheLastThatAWorkerWroteIsInTheMessage) {
  poison("flood", "poison: flood");
  ASSERT_EQ(run("flooded", graph_with(kIsolated)).code, 1);
  const std::string message = query(workspace_ / "flooded/store.sqlite", "SELECT message FROM v_dead");
  EXPECT_NE(message.find("died of SIGABRT"), std::string::npos) << message;
  EXPECT_NE(message.find("the last line"), std::string::npos) << message;
}

// Of the first, in a batch with others, nobody can say what it took.
TEST_F(Isolation, AnAttemptSaysWhereItRanAndWhatItTookThoughItsWorkerWasKilled) {
  poison("loop", "poison: loop");
  const std::string graph = graph_with(std::string(kWithDeadline) +
                                       "[retry]\nattempts = 2\nbackoff = \"1ms..1ms\"\nescalate = { deadline = 1 }\n");
  ASSERT_EQ(run("looped", graph).code, 1);
  const auto of_attempts = [this](const std::string& what) {
    return query(workspace_ / "looped/store.sqlite", "SELECT " + what + " FROM attempts ORDER BY attempt");
  };
  EXPECT_EQ(of_attempts("isolated, started_ms IS NOT NULL"), "1|1\n1|1\n");
  EXPECT_EQ(of_attempts("wall_ns IS NULL, wall_ns >= 300000000"), "1|\n0|1\n") << "no less than its deadline";
  EXPECT_EQ(of_attempts("wall_ns <= 1000000 * (ended_ms - started_ms + 1)"), "\n1\n");
}

TEST_F(Isolation, AnAttemptSaysHowItsWorkerEndedAndTheLastThatThatWrote) {
  for (const std::string word : {"complain", "exit 3", "loop", "polite", "segv"}) poison(word, "poison: " + word);
  ASSERT_EQ(run("poisoned", graph_with(kWithDeadline + std::string("[retry]\nattempts = 1\n"))).code, 1);
  EXPECT_EQ(query(workspace_ / "poisoned/store.sqlite",
                  "SELECT path, exit, error_output FROM attempts JOIN entries ON entries.entry = attempts.entry "
                  "ORDER BY path"),
            "n130_complain.txt|signal 6 (SIGABRT)|parser: ?[31mout of range?[0m\nat ?\u00E4\n"
            "n130_exit 3.txt|exit 3|\n"
            "n130_loop.txt|signal 9 (SIGKILL), by the engine|\n"
            "n130_polite.txt||\n"
            "n130_segv.txt|signal 11 (SIGSEGV)|\n");
  const Ended shown = weir({"dlq", "show", "n130_complain.txt", "poisoned"}, workspace_.path());
  EXPECT_NE(shown.out.find("  exit      signal 6 (SIGABRT)\n"
                           "  stderr    parser: ?[31mout of range?[0m\n"
                           "            at ?\u00E4\n"),
            std::string::npos)
      << shown.out;
}

// In a worker that has run batches before.
TEST_F(Isolation, TheLastThatAWorkerWroteIsOfTheBatchThatItDiedIn) {
  workspace_.write("notes/n101_mutter.txt", "poison: mutter\n");
  workspace_.write("notes/n158_segv.txt", "poison: segv\n");
  const std::string graph = graph_with(kIsolated + std::string("[retry]\nattempts = 1\n"));
  ASSERT_EQ(run("muttered", graph, {"--set", "run.threads=1"}).code, 1);
  const fs::path store = workspace_ / "muttered/store.sqlite";
  EXPECT_EQ(query(store, "SELECT exit, error_output FROM attempts"), "signal 11 (SIGSEGV)|\n");
  EXPECT_NE(query(store, "SELECT batch FROM attempts"), "1\n");
}

TEST_F(Isolation, NoMoreIsKeptOfWhatAWorkerWroteThanItsEnd) {
  poison("flood", "poison: flood");
  ASSERT_EQ(run("flooded", graph_with(kIsolated)).code, 1);
  EXPECT_EQ(query(workspace_ / "flooded/store.sqlite",
                  "SELECT DISTINCT length(error_output), substr(error_output, -15) FROM attempts"),
            "4095|x\nthe last line\n");
}

TEST_F(Isolation, InProcessAnAttemptSaysWhatTheEngineDiedOf) {
  poison("segv", "poison: segv");
  ASSERT_EQ(run("died", graph_with("[retry]\nescalate = { isolation = \"thread\" }\n")).code, 1);
  EXPECT_EQ(query(workspace_ / "died/store.sqlite", "SELECT isolated, exit, error_output FROM attempts"),
            "0|signal 11 (SIGSEGV)|\n0|signal 11 (SIGSEGV)|\n");
  fs::remove(workspace_ / "notes/n130_segv.txt");
  poison("loop", "poison: loop");
  ASSERT_EQ(run("late", graph_with("[classes.all]\ndeadline = \"50ms\"\n[retry]\nattempts = 1\n")).code, 1);
  EXPECT_EQ(query(workspace_ / "late/store.sqlite", "SELECT isolated, exit FROM attempts"), "0|signal 24 (SIGXCPU)\n");
}

TEST_F(Isolation, ManyPoisonousDocumentsCostThemselves) {
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  std::string expected;
  for (int i = 0; i < 12; ++i) {
    const std::string name = std::to_string(10 + i);
    poison(name, i % 2 ? "poison: segv" : "poison: exit");
    expected += "n130_" + name + ".txt crash " + (i % 2 ? "SIGSEGV" : "exited") + "\n";
  }
  EXPECT_EQ(run("poisoned", graph_with(kIsolated)).code, 1);
  EXPECT_EQ(dead("poisoned"), expected);
  EXPECT_EQ(outputs("poisoned"), outputs("clean"));
}

// A third of them have too little time; with more of it they are as any other.
TEST_F(Isolation, TimeoutsAreMendedByARetryWithALongerDeadline) {
  for (int i = 0; i < 20; ++i) poison(std::to_string(10 + i), "poison: nap");
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  const std::string hasty = "[classes.all]\nisolation = \"process\"\ndeadline = \"50ms\"\n[retry]\nattempts = 1\n";
  EXPECT_EQ(run("hasty", graph_with(hasty)).code, 1);
  EXPECT_EQ(query(workspace_ / "hasty/store.sqlite", "SELECT count(*), class, reason FROM v_dead GROUP BY 2, 3"),
            "20|timeout|deadline\n");
  const Ended ended = weir(
      {"dlq", "retry", (workspace_ / "hasty.toml").string(), "hasty", "--reason", "deadline", "--deadline", "x200"},
      workspace_.path());
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("20 retried = 20 done + 0 filtered + 0 dead again"), std::string::npos) << ended.err;
  EXPECT_EQ(outputs("hasty"), outputs("clean"));
}

TEST_F(Isolation, ATimeoutHasALongerDeadlineInItsNextAttempt) {
  poison("nap", "poison: nap");
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  const std::string patient =
      "[classes.all]\nisolation = \"process\"\ndeadline = \"100ms\"\n"
      "[retry]\nattempts = 2\nbackoff = \"1ms..1ms\"\nescalate = { deadline = 100 }\n";
  const Ended ended = run("patient", graph_with(patient));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(outputs("patient"), outputs("clean"));
  EXPECT_EQ(query(workspace_ / "patient/store.sqlite", "SELECT reason, deadline_ms, isolated FROM attempts"),
            "deadline|100|1\n");
}

TEST_F(Isolation, WhatRanOutOfMemoryHasMoreInItsNextAttempt) {
  poison("appetite", "poison: appetite");
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  const auto with_factor = [](const std::string& factor) {
    return kIsolated + ("[retry]\nbackoff = \"1ms..1ms\"\nescalate = { memory = " + factor + " }\n");
  };
  EXPECT_EQ(run("starved", graph_with(with_factor("1"))).code, 1);
  EXPECT_EQ(dead("starved"), "n130_appetite.txt memory out_of_memory\n");
  const Ended ended = run("fed", graph_with(with_factor("100")));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(outputs("fed"), outputs("clean"));
}

// No class asks for a worker: the engine dies once, and not a second time of the same document.
TEST_F(Isolation, WhatTookTheEngineDownRunsApartInItsNextAttempt) {
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  poison("segv", "poison: segv");
  for (const auto& [isolation, deaths] : {std::pair<std::string, int>{"process", 1}, {"thread", 2}}) {
    SCOPED_TRACE(isolation);
    const std::string retry = "[retry]\nescalate = { isolation = \"" + isolation + "\" }\n";
    const Ended ended = run(isolation, graph_with(retry));
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(dead(isolation), "n130_segv.txt crash SIGSEGV\n");
    EXPECT_EQ(outputs(isolation), outputs("clean"));
    EXPECT_EQ(query(workspace_ / (isolation + "/store.sqlite"), "SELECT count(*) FROM sessions"),
              std::to_string(deaths + 1) + "\n");
  }
}

// In process nothing but the end of the engine stops a stage that does not ask; there it costs an attempt as elsewhere.
TEST_F(Isolation, InProcessADeadlineEndsTheEngineWhereAStageDoesNotStop) {
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  poison("loop", "poison: loop");
  const std::string hasty = "[classes.all]\ndeadline = \"50ms\"\n[retry]\nattempts = 2\nbackoff = \"1ms..1ms\"\n";
  for (const auto& [isolation, ends] : {std::pair<std::string, int>{"process", 1}, {"thread", 2}}) {
    SCOPED_TRACE(isolation);
    const std::string escalate = "escalate = { deadline = 1, isolation = \"" + isolation + "\" }\n";
    const Ended ended = run(isolation, graph_with(hasty + escalate));
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_NE(ended.err.find("a document went on after its time was over"), std::string::npos) << ended.err;
    EXPECT_EQ(dead(isolation), "n130_loop.txt timeout deadline\n");
    EXPECT_EQ(outputs(isolation), outputs("clean"));
    EXPECT_EQ(query(workspace_ / (isolation + "/store.sqlite"), "SELECT count(*) FROM sessions"),
              std::to_string(ends + 1) + "\n");
  }
  EXPECT_TRUE(left_behind().empty());
}

TEST_F(Isolation, InProcessADeadlineIsHeededByAStageThatAsks) {
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  poison("polite", "poison: polite");
  const std::string hasty = "[classes.all]\ndeadline = \"50ms\"\n[retry]\nattempts = 1\n";
  const Ended ended = run("hasty", graph_with(hasty));
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(dead("hasty"), "n130_polite.txt timeout deadline\n");
  EXPECT_EQ(outputs("hasty"), outputs("clean"));
  EXPECT_EQ(query(workspace_ / "hasty/store.sqlite", "SELECT count(*) FROM sessions"), "1\n");
  const std::string log = read_file(workspace_ / "hasty/logs/run.jsonl");
  EXPECT_NE(log.find("`odd` is still at n130_polite.txt after its deadline of 50 ms"), std::string::npos) << log;
}

TEST_F(Isolation, WhatDoesNotGetOnIsEndedBeforeItsDeadline) {
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  poison("loop", "poison: loop");
  const std::string slow = "deadline = \"1h\"\nno_progress = \"100ms\"\n[retry]\nattempts = 1\n";
  for (const std::string isolation : {"process", "thread"}) {
    SCOPED_TRACE(isolation);
    const Ended ended = run(isolation, graph_with("[classes.all]\nisolation = \"" + isolation + "\"\n" + slow));
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_EQ(dead(isolation), "n130_loop.txt timeout no_progress\n");
    EXPECT_EQ(outputs(isolation), outputs("clean"));
    const bool engine_ended = ended.err.find("ended itself, since a document did not get on") != std::string::npos;
    EXPECT_EQ(engine_ended, isolation == "thread") << ended.err;
  }
}

TEST_F(Isolation, NodeHasADeadlineOfItsOwn) {
  ASSERT_EQ(run("clean", graph_with("")).code, 0);
  poison("polite", "poison: polite");
  const std::string node = "stage = \"test.poison\"\n";
  for (const std::string isolation : {"process", "thread"}) {
    SCOPED_TRACE(isolation);
    std::string graph =
        graph_with("[classes.all]\ndeadline = \"1h\"\nisolation = \"" + isolation + "\"\n[retry]\nattempts = 1\n");
    graph.insert(graph.find(node) + node.size(), "deadline = \"50ms\"\n");
    const Ended ended = run(isolation, graph);
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_EQ(dead(isolation), "n130_polite.txt timeout deadline\n");
    EXPECT_EQ(outputs(isolation), outputs("clean"));
  }
}

TEST_F(Isolation, WhatRunsInTheEngineHasItsDeadlineThere) {
  const std::string last = "[nodes.last]\nstage = \"test.waiting\"\nfrom = \"odd\"\n";
  ASSERT_EQ(run("clean", graph_with("", last, "last")).code, 0);
  poison("polite", "poison.wait: polite");
  const std::string hasty = "deadline = \"50ms\"\n";
  const Ended ended =
      run("hasty", graph_with(kIsolated + std::string("[retry]\nattempts = 1\n"), last + hasty, "last"));
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(dead("hasty"), "n130_polite.txt timeout deadline\n");
  EXPECT_EQ(outputs("hasty"), outputs("clean"));
}

// A document that would not fit takes all tokens, in a process of its own: what it does there costs it alone.
TEST_F(Isolation, WhatNeedsMoreThanThereIsRunsAlone) {
  poison("large", "poison: segv\n" + std::string(40'000'000, 'x'));
  const std::string graph = graph_with("");
  const Ended refused = run("refused", graph, {"--set", "limiters.memory.tokens=24MiB"});
  EXPECT_EQ(refused.code, 78) << refused.err;
  const Ended ended =
      run("alone", graph, {"--set", "limiters.memory.tokens=24MiB", "--set", "limiters.memory.oversize=alone"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(dead("alone"), "n130_large.txt crash SIGSEGV\n");
  EXPECT_EQ(query(workspace_ / "alone/store.sqlite", "SELECT count(*) FROM sessions"), "1\n") << "the engine goes on";
}

TEST_F(Isolation, GraphThatChangesWhileItRunsIsAConfigurationError) {
  workspace_.write("changing.toml", graph_with(kIsolated));
  const Ended ended = weir({"worker", (workspace_ / "changing.toml").string(), "--expect",
                            "00000000000000000000000000000000", "--large-texts", "."},
                           workspace_.path());
  EXPECT_EQ(ended.code, 78);
  EXPECT_NE(ended.err.find("has changed since the run began"), std::string::npos) << ended.err;
}

TEST_F(Isolation, DiesWithItsParent) {
  poison("loop", "poison: loop");
  workspace_.write("killed.toml", graph_with(kIsolated));
  Running running({"run", (workspace_ / "killed.toml").string(), "--directory", "killed", "--quiet"},
                  workspace_.path());
  const auto number = [this] { return left_behind().size(); };
  constexpr std::size_t kSupervisorEngineWorker = 3;
  while (number() < kSupervisorEngineWorker && !running.ended()) ::usleep(1000);
  running.send(SIGKILL);
  running.wait();
  for (int i = 0; i < 5000 && number() > 0; ++i) ::usleep(1000);
  EXPECT_TRUE(left_behind().empty());
}

}  // namespace
}  // namespace weir::testing
