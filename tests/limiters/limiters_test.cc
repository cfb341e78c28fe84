// Limiters of calls, with the real binary: what is inside at a time, what a day allows, and what is said of it.
#include "limiters/asking_run.h"

#include <csignal>

#include <chrono>
#include <thread>

namespace weir::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

using Limiters = AskingRun;

// Every call lasts until all 64 are inside: with one thread of its own less for each worker, none would end.
TEST_F(Limiters, SixtyFourSleepingCallsOverlapOnTwoThreads) {
  write_graph("", "", ", meet = 64", false);
  write_notes(64);
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(most_inside(), 64);
}

// As many documents as calls that may be made at a time are let in, however few a batch has.
TEST_F(Limiters, CallsOfSixtyFourBatchesOverlapOnTwoThreads) {
  write_graph("", "", ", meet = 64", false);
  write_notes(64);
  const Ended ended = run({"--set", "run.batch_documents=1"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(most_inside(), 64);
}

TEST_F(Limiters, NoMoreBatchesAreInFlightThanTheGraphAllows) {
  write_graph("", "", ", meet = 3, lasts = \"1ms\"", false);
  write_notes(64);
  const Ended ended = run({"--set", "run.batch_documents=1", "--set", "run.batches_in_flight=3"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(most_inside(), 3);
}

// Every call lasts until five are inside, so five there are; and no more, over both nodes, each of which has 64
// workers.
TEST_F(Limiters, FiveTokensAreNeverMoreThanFiveCallsOfTwoNodesTogether) {
  write_graph("[limiters.service]\ntokens = 5\n", "service = 1", ", meet = 5, lasts = \"1ms\"");
  write_notes(64);
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(most_inside(), 5);
  EXPECT_THAT(inside(), SizeIs(128));
}

TEST_F(Limiters, TokensComeBackFromCallsThatFailAndThatThrow) {
  write_graph("[limiters.service]\ntokens = 2\n", "service = 2", "", false);
  write_notes(10, "THROW ");
  workspace_.write("notes/a", "FAIL");
  workspace_.write("notes/b", "FAIL");
  workspace_.write("notes/z", "says z");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(most_inside(), 1);
  EXPECT_THAT(ended.err, HasSubstr("13 read = 1 done + 0 filtered + 12 dead"));
}

TEST_F(Limiters, TheSerialEngineTakesThemTooAndWritesTheSame) {
  write_graph("[limiters.daily]\nrate = \"100/day\"\n[limiters.service]\ntokens = 5\n", "service = 1, daily = 1");
  write_notes(20);
  EXPECT_EQ(run().code, 0);
  EXPECT_EQ(run({"--engine", "serial", "--directory", "serial"}).code, 0);
  EXPECT_EQ(tree(workspace_ / "serial/out"), tree(workspace_ / "runs/notes/out"));
  EXPECT_EQ(ask("SELECT limiter, calls, window_ms, used FROM quotas"), "daily|100|86400000|40\n");
  EXPECT_EQ(ask("SELECT used FROM quotas", "serial"), "40\n");
}

TEST_F(Limiters, AQuotaThatIsUsedUpEndsTheRunInOrderAndSaysWhenItRenews) {
  write_graph("[limiters.daily]\nrate = \"10/day\"\n", "daily = 1", "", false);
  write_notes(30);
  for (const char* engine : {"parallel", "serial"}) {
    const std::vector<std::string> how{"--engine", engine, "--directory", engine, "--set", "run.batch_documents=2"};
    std::filesystem::remove(calls());
    const Ended first = run(how);
    EXPECT_EQ(first.code, 75) << first.err;
    EXPECT_THAT(first.err, HasSubstr("the limiter `daily` is used up"));
    EXPECT_THAT(first.err, HasSubstr("it renews at 20"));
    EXPECT_THAT(first.err, HasSubstr("next: resume: weir run"));
    EXPECT_THAT(inside(), SizeIs(10));
    EXPECT_NE(ask("SELECT sum(done) FROM batches", engine), "0\n") << "what was done is not committed";

    const Ended status = command({"status", engine});
    EXPECT_THAT(status.out, HasSubstr("limiter    daily: 10 of 10 calls a day are used, renews at 20"));
    EXPECT_THAT(command({"status", engine, "--format", "json"}).out,
                HasSubstr(R"("limiters":[{"name":"daily","calls":10)"));

    EXPECT_EQ(run(how).code, 75) << "a new process begins a new day";
    EXPECT_THAT(inside(), SizeIs(10));

    ask("UPDATE quotas SET began_ms = began_ms - 86400000", engine);  // as if a day had passed
    EXPECT_EQ(run(how).code, 75);
    EXPECT_THAT(inside(), SizeIs(20));
    std::vector<std::string> raised = how;
    raised.insert(raised.end(), {"--set", "limiters.daily.rate=1000/day"});
    EXPECT_EQ(run(raised).code, 0);
    EXPECT_EQ(ask("SELECT sum(done) FROM batches", engine), "30\n");
  }
  EXPECT_EQ(tree(workspace_ / "serial/out"), tree(workspace_ / "parallel/out"));
}

// At one call a minute this would take half an hour.
TEST_F(Limiters, ASignalEndsTheWaitingAtOnce) {
  write_graph("[limiters.slow]\nrate = \"1/min\"\n", "slow = 1", "", false);
  write_notes(30);
  Running running(arguments({"--quiet"}), workspace_.path());
  while (inside().empty() && !running.ended()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  running.send(SIGTERM);
  EXPECT_EQ(running.wait(), 75);
  EXPECT_THAT(inside(), SizeIs(1));
}

TEST_F(Limiters, AreShownOnRequestWhileTheRunGoesOn) {
  write_graph("[limiters.service]\ntokens = 3\n[limiters.slow]\nrate = \"1/min\"\nburst = 2\n", "service = 1, slow = 1",
              "", false);
  write_notes(30);
  const std::filesystem::path shown = workspace_ / "shown";
  Running running(arguments(), workspace_.path(), shown);
  while (inside().size() < 2 && !running.ended()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto text = [&] { return std::filesystem::exists(shown) ? read_file(shown) : std::string(); };
  // The calls that wait for a minute hold all three tokens.
  while (text().find("limiter.service.used=3") == std::string::npos && !running.ended()) {
    running.send(SIGUSR1);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  running.send(SIGTERM);
  EXPECT_EQ(running.wait(), 75);
  EXPECT_THAT(text(), HasSubstr("limiter.slow.taken=2"));
}

// Two calls have used up the pace of a minute; three more wait for it, and hold all tokens, for which 25 wait.
TEST_F(Limiters, StatusOfARunThatGoesOnShowsWhatIsHeldAndWhoWaits) {
  write_graph("[limiters.service]\ntokens = 3\n[limiters.slow]\nrate = \"1/min\"\nburst = 2\n", "service = 1, slow = 1",
              "", false);
  write_notes(30);
  const std::filesystem::path said = workspace_ / "said";
  Running running(arguments(), workspace_.path(), said);
  while (inside().size() < 2 && !running.ended()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  std::string status;
  while (status.find("3 held, 25 waiting") == std::string::npos && !running.ended()) {
    status = command({"status", "notes"}).out;
  }
  EXPECT_THAT(status,
              HasSubstr("limiter    service: 3 at a time, for ask: 3 held, 25 waiting, 5 taken in this session"));
  EXPECT_THAT(status, HasSubstr("limiter    slow: 1/min, for ask: 0 held, 3 waiting, 2 taken in this session"));
  const std::string json = command({"status", "notes", "--format", "json"}).out;
  EXPECT_THAT(json, HasSubstr(R"({"name":"service","tokens":3,"taken_by":[{"node":"ask","count":1}],"held":3,)"
                              R"("waiting":25,"taken":5,"waited_ns":)"));
  EXPECT_THAT(json, HasSubstr(R"({"name":"slow","calls":1,"per_ms":60000,"burst":2,)"));

  running.send(SIGTERM);
  EXPECT_EQ(running.wait(), 75);
  EXPECT_THAT(read_file(said), HasSubstr("limiter    slow: 1/min, 2 taken, for which calls waited "));
  status = command({"status", "notes"}).out;
  EXPECT_THAT(status,
              HasSubstr("limiter    slow: 1/min, for ask: 2 taken in the last session, for which calls waited "));
  EXPECT_THAT(status, Not(HasSubstr(" held")));
}

TEST_F(Limiters, StatusShowsNoLimiterThatTheGraphHasNoMore) {
  write_graph("[limiters.daily]\nrate = \"100/day\"\n[limiters.service]\ntokens = 3\n", "service = 2, daily = 1");
  write_notes(1);
  EXPECT_EQ(run().code, 0);
  const std::string before = command({"status", "notes"}).out;
  EXPECT_THAT(before, HasSubstr("limiter    service: 3 at a time, for ask (2 a call), ask_again (2 a call): 4 taken"));
  EXPECT_THAT(before, HasSubstr("limiter    daily: 2 of 100 calls a day are used, renews at 20"));
  write_graph("", "");
  write_notes(2);
  EXPECT_EQ(run({"--rerun", "all"}).code, 0);
  EXPECT_THAT(command({"status", "notes"}).out, Not(HasSubstr("service")));
}

TEST_F(Limiters, StatusTakesNoHarmFromAFileThatIsCutOrDamaged) {
  write_graph("[limiters.service]\ntokens = 3\n", "service = 1");
  write_notes(1);
  EXPECT_EQ(run().code, 0);
  const std::string whole = read_file(workspace_ / "runs/notes/limiters");
  for (const std::size_t length : {std::size_t{0}, std::size_t{20}, std::size_t{40}, whole.size() - 1}) {
    workspace_.write("runs/notes/limiters", whole.substr(0, length));
    const Ended status = command({"status", "notes"});
    EXPECT_EQ(status.code, 0) << length << status.err;
    EXPECT_THAT(status.out, Not(HasSubstr("limiter"))) << length;
  }
  std::string many = whole;
  many.replace(24, 8, 8, '\xff');  // how many limiters there are
  workspace_.write("runs/notes/limiters", many);
  EXPECT_EQ(command({"status", "notes"}).code, 0);
}

}  // namespace
}  // namespace weir::testing
