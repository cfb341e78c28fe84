// What a run learns of the memory that its batches take, by the real binary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "cli/process.h"

namespace weir::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class ModelTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("XDG_STATE_HOME", (home_ / "state").c_str(), 1);
    home_.write("graph.toml", kNotesGraph);
    // Each is a batch of its own: what is longer than a batch stands alone.
    for (int i = 0; i < 60; ++i) home_.write("notes/" + std::to_string(i) + ".txt", std::string(40'000, 'x'));
    if (at_home({"doctor"}).out.find("not measured") != std::string::npos) {
      GTEST_SKIP() << "this build's allocator measures nothing";
    }
  }
  void TearDown() override { ::unsetenv("XDG_STATE_HOME"); }

  Ended at_home(const std::vector<std::string>& arguments) const { return weir(arguments, home_.path()); }
  Ended run(const std::string& directory) const {
    return at_home({"run", "graph.toml", "--directory", directory, "--set", "run.batch=\"40kB\""});
  }
  Ended show(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"model", "show", "graph.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return at_home(arguments);
  }

  const Workspace home_;
};

TEST_F(ModelTest, IsLearnedByOneRunAndUsedByTheNext) {
  ASSERT_EQ(run("first").code, 0);
  const Ended learned = show({"--format", "json"});
  EXPECT_EQ(learned.code, 0) << learned.err;
  EXPECT_THAT(learned.out, HasSubstr("\"source\":\"notes\""));
  EXPECT_THAT(learned.out, HasSubstr("\"learned\":true"));
  ASSERT_EQ(run("second").code, 0);
  // The first run's own last batches too, where their turn came after the fiftieth had ended.
  EXPECT_THAT(show({"--format", "json"}).out, ContainsRegex("\"learned_reservations\":\\{\"batches\":[67][0-9],"));
  EXPECT_EQ(read_file(home_ / "first/out/notes.jsonl"), read_file(home_ / "second/out/notes.jsonl"));
}

TEST_F(ModelTest, IsKeptWithTheRunToo) {
  ASSERT_EQ(run("first").code, 0);
  EXPECT_EQ(show({"--directory", "first"}).code, 0);
  EXPECT_THAT(show({"--directory", "first"}).out, HasSubstr("60"));
  EXPECT_EQ(read_file(home_ / "first/model").substr(0, 18), "weir cost model 1\n");
}

// What they take in a process of their own is no measure of what they would take in the engine.
TEST_F(ModelTest, LearnsOfBatchesInWorkersByThemselves) {
  home_.write("graph.toml", kNotesGraph + std::string("[classes.all]\nisolation = \"process\"\n"));
  ASSERT_EQ(run("first").code, 0);
  const Ended learned = show({"--format", "json"});
  EXPECT_THAT(learned.out, HasSubstr("\"source\":\"notes, isolated\""));
  EXPECT_THAT(learned.out, Not(HasSubstr("\"source\":\"notes\"")));
  ASSERT_EQ(run("second").code, 0);
  EXPECT_THAT(show({"--format", "json"}).out, HasSubstr("\"learned_reservations\":{\"batches\":0,"))
      << "what stages declare is their bound";
}

TEST_F(ModelTest, IsForgottenWhenItIsReset) {
  ASSERT_EQ(run("first").code, 0);
  EXPECT_THAT(at_home({"model", "reset", "graph.toml"}).out, HasSubstr("forgotten"));
  const Ended gone = show();
  EXPECT_EQ(gone.code, 2);
  EXPECT_THAT(gone.err, HasSubstr("nothing was learned yet"));
  EXPECT_THAT(at_home({"model", "reset", "graph.toml"}).out, HasSubstr("nothing was learned"));
}

TEST_F(ModelTest, AnotherGraphBeginsAnew) {
  ASSERT_EQ(run("first").code, 0);
  const std::string graph = kNotesGraph;
  home_.write("graph.toml",
              graph + "[nodes.more]\nstage = \"jsonl\"\nfrom = \"text\"\nwith = { path = \"more.jsonl\" }\n");
  EXPECT_EQ(show().code, 2);
}

TEST_F(ModelTest, ThatCannotBeWrittenOrReadCostsNoRun) {
  home_.write("state", "a file where the directory should be");
  EXPECT_EQ(run("first").code, 0);
  EXPECT_THAT(read_file(home_ / "first/logs/run.jsonl"), HasSubstr("what batches need is not remembered"));
  home_.write("first/model", "nothing that was ever a model");
  EXPECT_EQ(at_home({"run", "graph.toml", "--directory", "first"}).code, 0);
  EXPECT_THAT(show({"--directory", "first"}).err, HasSubstr("nothing was learned yet"));
}

}  // namespace
}  // namespace weir::testing
