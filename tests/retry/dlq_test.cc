// Dead letters: which there are, all that is known about one, and how they run again.
#include <csignal>

#include <chrono>
#include <random>
#include <thread>

#include "retry/flaky_run.h"

namespace weir::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Dlq : public FlakyRun {
 protected:
  // Once each, so that what may pass does not.
  void run_once() {
    write_graph("[retry]\nattempts = 1\nbackoff = \"1ms..20ms\"\n");
    expected_ = untroubled();
    EXPECT_EQ(run().code, 1);
  }

  void write_notes() {
    write_note("a", "says a");
    write_note("b", "FAIL transient 2");
    write_note("c", "FAIL timeout 1 " + std::string(2'000, 'x'));
    write_note("d", "FAIL rejected 1");
    write_note("e", "says e");
  }

  Ended dlq(std::vector<std::string> words) {
    words.insert(words.begin(), {"--plugin-dir", WEIR_TEST_FLAKY, "dlq"});
    return weir(words, workspace_.path());
  }
  Ended retry(std::vector<std::string> words = {}) {
    words.insert(words.begin(), {"retry", "notes.toml"});
    return dlq(words);
  }
  auto outputs() const { return tree(workspace_ / "runs/notes/out"); }

  std::vector<std::pair<std::string, std::string>> expected_;
};

TEST_F(Dlq, RetriesWhatIsAskedForAndEndsWithItsEquation) {
  write_notes();
  run_once();
  Ended ended = retry({"--reason", "flaky.timeout"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("1 retried = 1 done + 0 filtered + 0 dead again"));
  EXPECT_THAT(ended.err, HasSubstr("5 read = 3 done + 0 filtered + 2 dead   ✓ the books balance"));
  ended = retry();
  EXPECT_THAT(ended.err, HasSubstr("2 retried = 1 done + 0 filtered + 1 dead again"));
  EXPECT_EQ(ask("SELECT path, attempts FROM v_dead"), "b|2\n") << "attempts are counted on";
  ended = retry({"--document", "b"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(outputs(), expected_);
  EXPECT_EQ(weir({"verify", "runs/notes"}, workspace_.path()).code, 0);
  EXPECT_THAT(retry().err, HasSubstr("0 retried = 0 done"));
}

TEST_F(Dlq, GivesEachAsManyAttemptsAsItIsTold) {
  write_notes();
  run_once();
  const Ended ended = retry({"--class", "transient", "--max-attempts", "2"});
  EXPECT_THAT(ended.err, HasSubstr("1 retried = 1 done + 0 filtered + 0 dead again"));
  EXPECT_EQ(ask("SELECT count(*) FROM attempts a JOIN entries e USING (entry) WHERE path = 'b'"), "2\n");
}

TEST_F(Dlq, ADryRunChangesNothing) {
  write_notes();
  run_once();
  const Ended ended = retry({"--class", "timeout", "--dry-run"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("flaky.timeout"), Not(HasSubstr("flaky.transient"))));
  EXPECT_EQ(ask("SELECT count(*) FROM v_dead"), "3\n");
}

TEST_F(Dlq, ListsThoseThatMatch) {
  write_notes();
  run_once();
  const auto lists = [&](const std::vector<std::string>& filter) {
    std::vector<std::string> words{"list", "--format", "json"};
    words.insert(words.end(), filter.begin(), filter.end());
    const std::string lines = dlq(words).out;
    std::string names;
    for (const char* name : {"b", "c", "d"}) {
      if (lines.find("\"path\":\"" + std::string(name) + "\"") != std::string::npos) names += name;
    }
    return names;
  };
  EXPECT_EQ(lists({}), "bcd");
  EXPECT_EQ(lists({"--class", "timeout"}), "c");
  EXPECT_EQ(lists({"--reason", "flaky.rejected"}), "d");
  EXPECT_EQ(lists({"--node", "text"}), "");
  EXPECT_EQ(lists({"--larger", "1kB"}), "c");
  EXPECT_EQ(lists({"--smaller", "1kB"}), "bd");
  EXPECT_EQ(lists({"--attempts", "2"}), "");
  EXPECT_EQ(lists({"--newer", "1h"}), "bcd");
  EXPECT_EQ(lists({"--older", "1h"}), "");
  EXPECT_EQ(lists({"--document", "b", "--document", "d"}), "bd");
  EXPECT_EQ(dlq({"list", "--larger", "big"}).code, 2);
}

TEST_F(Dlq, ShowsAllThatIsKnownAboutOne) {
  write_notes();
  run_once();
  const std::string text = dlq({"show", "b"}).out;
  for (const char* part : {"document  b\n", "source    notes\n", "node      flaky\n", "class     transient\n",
                           "reason    flaky.transient\n", "message   as the text says\n", "attempt 1",
                           "content   xxh3-128", "weir dlq retry GRAPH"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_EQ(dlq({"show", "a"}).code, 2) << "it is not dead";
}

TEST_F(Dlq, ARetryOfARunThatWasNeverBegunIsRefused) {
  write_notes();
  write_graph();
  EXPECT_EQ(retry().code, 2);
}

TEST_F(Dlq, ARetryThatIsKilledIsExactlyOnce) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 40; ++i) write_note("n" + std::to_string(100 + i), i % 3 == 0 ? "FAIL timeout 3" : "says a word");
  run_once();
  for (int kill = 0; kill < 8; ++kill) {
    Running running({"--plugin-dir", WEIR_TEST_FLAKY, "dlq", "retry", "notes.toml", "--max-attempts", "9"},
                    workspace_.path());
    std::this_thread::sleep_for(std::chrono::milliseconds(10 + random() % 80));
    running.send(SIGKILL);
    running.wait();
  }
  const Ended ended = retry({"--max-attempts", "9"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(outputs(), expected_);
  EXPECT_EQ(ask("SELECT sum(read), sum(done) FROM batches"), "40|40\n");
}

}  // namespace
}  // namespace weir::testing
