// Documents in the order that a manifest and the graph ask for: what they depend on first, and no byte of the output
// any different for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class Order : public ::testing::Test {
 protected:
  Order() { fs::create_directories(workspace_ / "marks"); }

  // `run` is what `[run]` says besides.
  void write_graph(const std::string& run = "", const std::string& name = "{path}.json") {
    workspace_.write("notes.toml", "[run]\nbatch = \"200B\"\n" + run + R"(
[retry]
attempts = 1
[nodes.notes]
stage = "manifest"
with = { file = "list.csv", root = "notes" }
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
with = { path = ")" + name + R"(" }
)");
  }

  void write_note(const std::string& name, const std::string& text) { workspace_.write("notes/" + name, text + "\n"); }
  void write_list(const std::string& text) { workspace_.write("list.csv", text); }

  // Each depends on the next, and the last one on nothing; `d` and `e` are for themselves.
  void write_chain(const std::string& last) {
    write_list("path,depends_on\na,b\nb,c\nd,\nc,\ne,d\n");
    for (const char* name : {"a", "b", "d", "e"}) write_note(name, std::string("says ") + name);
    write_note("c", last);
  }

  std::vector<std::string> arguments(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"--plugin-dir", WEIR_TEST_FLAKY, "run", "notes.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  Ended run(const std::vector<std::string>& more = {}) const { return weir(arguments(more), workspace_.path()); }
  Ended command(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--plugin-dir", WEIR_TEST_FLAKY});
    return weir(words, workspace_.path());
  }

  auto outputs(const std::string& directory = "runs/notes") const { return tree(workspace_ / (directory + "/out")); }
  std::string ask(const std::string& sql) const { return query(workspace_ / "runs/notes/store.sqlite", sql); }
  std::string dead() const { return ask("SELECT path, reason FROM v_dead ORDER BY path"); }

  // Notes of many sizes. With `order`, each has some priority and may depend on others; some are dead in the end.
  void write_many(std::size_t count, bool order) {
    std::mt19937 random(11);
    std::vector<std::size_t> rank(count);
    std::iota(rank.begin(), rank.end(), 0);
    std::shuffle(rank.begin(), rank.end(), random);
    std::string list = "path,id,priority,depends_on\n";
    for (std::size_t i = 0; i < count; ++i) {
      const std::string name = "n" + std::to_string(i);
      write_note(name, "says " + std::string(random() % 300, 'x'));
      const std::vector<std::string> priorities{"", "critical", "high", "low"};
      const std::string priority = priorities[random() % priorities.size()];
      std::string others;
      for (int draw = 0; draw < 2; ++draw) {
        const std::size_t other = random() % count;
        if (rank[other] >= rank[i]) continue;
        others += (others.empty() ? "id" : "; n") + std::to_string(other);
        depended_on_.push_back("n" + std::to_string(other));
      }
      list += name + ",id" + std::to_string(i) + "," + (order ? priority + "," + others : ",") + "\n";
    }
    write_list(list);
  }

  Workspace workspace_;
  std::vector<std::string> depended_on_;
};

TEST_F(Order, IsThatOfTheManifestWithWhatItSaysOfEach) {
  write_graph();
  write_note("z", "says z");
  write_note("a", "says a");
  write_list("path,author,year:integer\nz,\"Quill, T.\",2019\na,,2021\n");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  const std::string records = read_file(workspace_ / "runs/notes/out/notes.jsonl");
  const std::size_t line = records.find('\n');
  EXPECT_THAT(records.substr(0, line), AllOf(HasSubstr("\"author\":\"Quill, T.\",\"year\":2019"), HasSubstr("says z")));
  EXPECT_THAT(records.substr(line), AllOf(HasSubstr("\"year\":2021"), HasSubstr("says a")));
}

TEST_F(Order, ChangesNoByteOfTheOutput) {
  write_graph();
  write_many(80, false);
  ASSERT_EQ(run({"--directory", "plain", "--engine", "serial"}).code, 0);
  const auto expected = outputs("plain");
  write_graph("priority = [{ size_above = \"200B\", as = \"high\" }, { size_below = \"50B\", as = \"low\" }]\n");
  write_many(80, true);
  for (const std::vector<std::string>& how : std::vector<std::vector<std::string>>{{"--engine", "serial"},
                                                                                   {"--set", "run.threads=1"},
                                                                                   {"--set", "run.threads=2"},
                                                                                   {"--set", "run.threads=8"}}) {
    const Ended ended = run(how);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(outputs(), expected) << how[1];
    EXPECT_GT(ask("SELECT count(*) FROM dependencies"), "2") << "the list has none";
    EXPECT_EQ(ask("SELECT count(DISTINCT priority) FROM batches"), "4\n");
    EXPECT_EQ(command({"verify", "runs/notes"}).code, 0);
    fs::remove_all(workspace_ / "runs");
  }
}

TEST_F(Order, WhatDependsOnTheDeadIsDeadForIt) {
  for (const char* engine : {"serial", "parallel"}) {
    write_graph();
    write_chain("FAIL rejected 9");
    const Ended ended = run({"--engine", engine});
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("5 read = 2 done + 0 filtered + 3 dead   ✓ the books balance"));
    EXPECT_EQ(dead(), "a|dependency_dead\nb|dependency_dead\nc|flaky.rejected\n");
    EXPECT_THAT(command({"why", "document", "b", "runs/notes"}).out,
                AllOf(HasSubstr("priority   critical\n"), HasSubstr("depends on c: dead\n"),
                      HasSubstr("it depends on c, which is dead: flaky.rejected")));
    EXPECT_EQ(run().code, 1) << "a second run has nothing to do";
    EXPECT_EQ(ask("SELECT count(*) FROM attempts"), "3\n");
    fs::remove_all(workspace_ / "runs");
  }
}

TEST_F(Order, RunsWhatDependsOnTheDeadWhereTheGraphSaysSo) {
  write_graph("on_dependency = \"run\"\n");
  write_chain("FAIL rejected 9");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(dead(), "c|flaky.rejected\n");
}

TEST_F(Order, AFileThatIsMissingIsDeadAndSoIsWhatDependsOnIt) {
  write_graph();
  write_chain("says c");
  fs::remove(workspace_ / "notes/c");
  EXPECT_EQ(run().code, 1);
  EXPECT_EQ(dead(), "a|dependency_dead\nb|dependency_dead\nc|missing_file\n");
}

TEST_F(Order, ARetryThatMendsADocumentBringsBackWhatDiedForIt) {
  write_graph();
  write_chain("FAIL transient 1");
  EXPECT_EQ(run().code, 1);
  EXPECT_EQ(ask("SELECT path, reason, environment FROM v_dead ORDER BY path"),
            "a|dependency_dead|1\nb|dependency_dead|1\nc|flaky.transient|1\n");
  ASSERT_EQ(run({"--directory", "untroubled"}).code, 0) << "it fails only once";
  const Ended alone = command({"dlq", "retry", "notes.toml", "--reason", "dependency_dead"});
  EXPECT_EQ(alone.code, 1) << alone.err;
  EXPECT_THAT(alone.err, HasSubstr("2 retried = 0 done + 0 filtered + 2 dead again"));
  const Ended ended = command({"dlq", "retry", "notes.toml", "--reason", "flaky.transient"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("5 read = 5 done + 0 filtered + 0 dead   ✓ the books balance"));
  EXPECT_EQ(outputs(), outputs("untroubled"));
  EXPECT_EQ(command({"verify", "runs/notes"}).code, 0);
}

// None of the chain is dead any more as soon as its end is not, also while they have yet to run.
TEST_F(Order, WhatARetryBringsBackIsNotAmongTooManyDead) {
  write_graph();
  write_chain("FAIL transient 1");
  EXPECT_EQ(run().code, 1);
  const Ended ended = command({"dlq", "retry", "notes.toml", "--reason", "flaky.transient", "--set", "run.max_dead=0"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(dead(), "");
}

TEST_F(Order, WhatDependsOnAnInputThatChangedGoesTheWayOfThat) {
  write_graph();
  write_chain("says c");
  EXPECT_EQ(run().code, 0);
  write_note("c", "FAIL rejected 99");
  const Ended ended = run({"--rerun", "affected"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(dead(), "a|dependency_dead\nb|dependency_dead\nc|flaky.rejected\n");
  EXPECT_EQ(run({"--directory", "fresh"}).code, 1);
  EXPECT_EQ(outputs(), outputs("fresh"));
  write_note("c", "says c again");
  EXPECT_EQ(run({"--rerun", "affected"}).code, 0);
  EXPECT_EQ(run({"--directory", "again"}).code, 0);
  EXPECT_EQ(outputs(), outputs("again"));
  EXPECT_EQ(command({"verify", "runs/notes"}).code, 0);
}

TEST_F(Order, WhatDependsOnADocumentThatLosesItsNameIsDead) {
  for (const char* threads : {"1", "4"}) {
    write_graph("", "{path}{more}.json");
    for (const char* name : {"a", "a1", "c"}) write_note(name, std::string("says ") + name);
    // a1 is critical, and so done before a takes its name away.
    write_list("path,more,depends_on\na,12,\na1,2,\nc,x,a1\n");
    EXPECT_EQ(run({"--set", "run.threads=" + std::string(threads)}).code, 1);
    EXPECT_EQ(dead(), "a1|name_taken\nc|dependency_dead\n");
    EXPECT_EQ(outputs().size(), 2u) << "notes.jsonl and a12.json";
    EXPECT_THAT(read_file(workspace_ / "runs/notes/out/notes.jsonl"), HasSubstr("says a"));
    fs::remove_all(workspace_ / "runs");
  }
}

TEST_F(Order, AChangeOfMetadataIsAChangeOfTheInput) {
  write_graph();
  write_note("a", "says a");
  write_list("path,author,priority\na,Marsh,\n");
  EXPECT_EQ(run().code, 0);
  write_list("path,author,priority\na,Marsh,high\n");
  EXPECT_THAT(run().err, ::testing::Not(HasSubstr("1 changed"))) << "the order changes no output";
  write_list("path,author,priority\na,Quill,high\n");
  EXPECT_THAT(run().err, HasSubstr("1 changed"));
  EXPECT_EQ(run({"--rerun", "affected"}).code, 0);
  EXPECT_THAT(read_file(workspace_ / "runs/notes/out/notes.jsonl"), HasSubstr("Quill"));
}

TEST_F(Order, SaysAllThatIsWrongWithAManifestByFileAndLine) {
  write_graph();
  write_list("path,id,priority,depends_on\na,x,hgh,b\nb,x,,a\nc,,,nobody\n");
  const Ended ended = run();
  EXPECT_EQ(ended.code, 74) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("list.csv:2: `priority` must be critical, high, normal or low: hgh"),
                               HasSubstr("list.csv:3: the id `x` is taken"), HasSubstr("list.csv:4: `depends_on`"),
                               HasSubstr("list.csv:2: documents depend on one another in a circle: a -> b -> a")));
}

TEST_F(Order, TheProjectsManifestRuns) {
  const Ended ended = weir({"run", (graphs() / "notes_in_order.toml").string()}, workspace_.path());
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(read_file(workspace_ / "runs/notes_in_order/out/notes.jsonl"), HasSubstr("\"author\":"));
  const Ended replaced = weir(
      {"run", (graphs() / "notes_in_order.toml").string(), (graphs() / "notes.jsonl").string(), "--directory", "lines"},
      workspace_.path());
  EXPECT_EQ(replaced.code, 0) << replaced.err;
  EXPECT_EQ(outputs("lines"), outputs("runs/notes_in_order"));
}

TEST_F(Order, OutputsAreTheSameAfterFiftyKillsAtRandomMoments) {
  write_graph();
  write_many(100, true);
  for (const std::size_t which : {0, 5, 10}) write_note(depended_on_[which], "FAIL rejected 1000000");
  const auto started = std::chrono::steady_clock::now();
  ASSERT_EQ(run({"--directory", "serial", "--engine", "serial"}).code, 1);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
  const auto expected = outputs("serial");
  const std::string verdicts =
      query(workspace_ / "serial/store.sqlite", "SELECT path, reason FROM v_dead ORDER BY path");
  ASSERT_THAT(verdicts, HasSubstr("dependency_dead"));

  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int kills = 0; kills < 50;) {
    const std::string threads = "run.threads=" + std::to_string(1 + random() % 4);
    for (int attempt = 0; attempt < 6 && kills < 50; ++attempt) {
      Running running(arguments({"--quiet", "--set", threads}), workspace_.path());
      std::this_thread::sleep_for(whole * (random() % 1000) / 1000);
      running.send(SIGKILL);
      if (running.wait() == 128 + SIGKILL) ++kills;
    }
    const Ended ended = run({"--quiet"});
    ASSERT_EQ(ended.code, 1) << ended.err;
    ASSERT_EQ(outputs(), expected);
    ASSERT_EQ(dead(), verdicts);
    ASSERT_EQ(command({"verify", "runs/notes"}).code, 0);
    fs::remove_all(workspace_ / "runs");
  }
}

}  // namespace
}  // namespace weir::testing
