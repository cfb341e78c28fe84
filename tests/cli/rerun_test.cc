// What changed since a run began is noticed, said, and run again only as far as that was asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A line for each note, and a file for each note.
const std::string kGraphToChange = std::string(kNotesGraph) + R"([nodes.each]
stage = "json_documents"
from = "text"
with = { path = "{stem}.json" }
)";

const std::vector<std::string> kOtherNames{"--set", "nodes.each.with.path=\"each/{stem}.json\""};

class Rerun : public ::testing::Test {
 protected:
  void SetUp() override {
    workspace_.write("notes.toml", kGraphToChange);
    for (int i = 0; i < 5; ++i) note(i, "Note number " + std::to_string(i) + " says little.\n");
  }

  void note(int number, const std::string& text) const {
    workspace_.write("notes/n" + std::to_string(number) + ".txt", text);
  }

  Ended run(std::vector<std::string> more = {}, const std::vector<std::string>& even_more = {}) {
    std::vector<std::string> arguments{"run", "notes.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.insert(arguments.end(), even_more.begin(), even_more.end());
    return weir(arguments, workspace_.path());
  }

  auto output(const std::string& directory = "runs/notes") { return tree(workspace_ / (directory + "/out")); }

  // What a run that never knew anything else publishes.
  auto output_of_a_new_run(std::vector<std::string> more = {}) {
    fs::remove_all(workspace_ / "other");
    more.insert(more.end(), {"--directory", "other"});
    EXPECT_EQ(run(more).code, 0);
    return output("other");
  }

  // Of every file of the run but its log, its lock and what SQLite makes for who reads: which file it is, and when it
  // was changed last.
  auto identities() {
    std::map<std::string, std::tuple<ino_t, std::int64_t, std::int64_t, off_t>> found;
    for (const auto& entry : fs::recursive_directory_iterator(workspace_ / "runs/notes")) {
      const std::string name = fs::relative(entry.path(), workspace_.path()).string();
      if (!entry.is_regular_file() || name.ends_with("/lock") || name.ends_with("run.jsonl") ||
          name.ends_with("-wal") || name.ends_with("-shm")) {
        continue;
      }
      struct stat status {};
      EXPECT_EQ(::stat(entry.path().c_str(), &status), 0);
      found[name] = {status.st_ino, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
                     status.st_ctim.tv_sec * 1'000'000'000 + status.st_ctim.tv_nsec, status.st_size};
    }
    return found;
  }

  Workspace workspace_;
};

TEST_F(Rerun, OfWhatIsUnchangedTouchesNoFile) {
  ASSERT_EQ(run().code, 0);
  const auto before = identities();
  ASSERT_GT(before.size(), 6U);
  EXPECT_EQ(run().code, 0);
  EXPECT_EQ(run({"--rerun", "affected"}).code, 0);
  EXPECT_EQ(identities(), before);
}

TEST_F(Rerun, IsAskedForWhereTheGraphChanged) {
  ASSERT_EQ(run().code, 0);
  const auto before = output();
  const Ended ended = run(kOtherNames);
  EXPECT_EQ(ended.code, 78);
  EXPECT_THAT(ended.err, HasSubstr("`each`: with.path: \"{stem}.json\" -> \"each/{stem}.json\"  (5 documents)"));
  EXPECT_THAT(ended.err, AllOf(HasSubstr("--rerun affected"), HasSubstr("--rerun all"), HasSubstr("--accept-change")));
  EXPECT_THAT(ended.err, Not(HasSubstr("`records`")));
  EXPECT_EQ(output(), before);
}

TEST_F(Rerun, OfWhatIsAffectedGivesWhatANewRunWouldAndLeavesNothingBehind) {
  ASSERT_EQ(run().code, 0);
  const Ended ended = run(kOtherNames, {"--rerun", "affected"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_TRUE(fs::exists(workspace_ / "runs/notes/out/each/n3.json"));
  EXPECT_FALSE(fs::exists(workspace_ / "runs/notes/out/n3.json"));
  EXPECT_EQ(output(), output_of_a_new_run(kOtherNames));
  EXPECT_EQ(run(kOtherNames).code, 0);
}

TEST_F(Rerun, IsNotNeededWhereAChangeIsAcceptedAndStatusSaysWhy) {
  ASSERT_EQ(run().code, 0);
  const auto before = output();
  ASSERT_EQ(run(kOtherNames, {"--accept-change", "names do not matter"}).code, 0);
  EXPECT_EQ(output(), before);
  EXPECT_EQ(run(kOtherNames).code, 0) << "asked a second time";
  const Ended status = weir({"status", "runs/notes"}, workspace_.path());
  EXPECT_THAT(status.out, AllOf(HasSubstr("accepted   names do not matter"), HasSubstr("each: with.path: ")));
  EXPECT_EQ(weir({"verify", "runs/notes"}, workspace_.path()).code, 0);
}

TEST_F(Rerun, IsNotAskedForBeforeAnythingHasRun) {
  for (int i = 0; i < 5; ++i) fs::remove(workspace_ / ("notes/n" + std::to_string(i) + ".txt"));
  ASSERT_EQ(run().code, 0);
  EXPECT_EQ(run(kOtherNames).code, 0);
}

TEST_F(Rerun, OfAVolumeUnderAnotherNamePublishesItThere) {
  ASSERT_EQ(run().code, 0);
  const std::vector<std::string> renamed{"--set", "nodes.records.with.path=lines.jsonl"};
  ASSERT_EQ(run(renamed, {"--accept-change", "later"}).code, 0);
  EXPECT_FALSE(fs::exists(workspace_ / "runs/notes/out/lines.jsonl"));
  note(2, "Another text.\n");
  const Ended ended = run(renamed, {"--rerun", "affected"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(read_file(workspace_ / "runs/notes/out/lines.jsonl"),
              AllOf(HasSubstr("Another text."), HasSubstr("number 4")));
}

TEST_F(Rerun, OfAnInputThatChangedGivesWhatANewRunWould) {
  ASSERT_EQ(run().code, 0);
  note(2, "Another text.\n");
  const Ended noticed = run();
  EXPECT_EQ(noticed.code, 0);
  EXPECT_THAT(noticed.err, AllOf(HasSubstr("nothing to do"), HasSubstr("1 changed, 0 gone, 0 new")));
  EXPECT_THAT(read_file(workspace_ / "runs/notes/out/notes.jsonl"), HasSubstr("number 2"));
  EXPECT_THAT(run({"--trust-inputs"}).err, Not(HasSubstr("changed")));
  ASSERT_EQ(run({"--rerun", "affected"}).code, 0);
  EXPECT_EQ(output(), output_of_a_new_run());
  EXPECT_THAT(run().err, Not(HasSubstr("changed")));
}

TEST_F(Rerun, IsNotNeededForAnInputThatWasOnlyTouched) {
  ASSERT_EQ(run().code, 0);
  fs::last_write_time(workspace_ / "notes/n1.txt", fs::file_time_type::clock::now() - std::chrono::hours(5));
  EXPECT_THAT(run().err, AllOf(HasSubstr("nothing to do"), Not(HasSubstr("changed"))));
}

// So that the next resumption has nothing to compare.
TEST_F(Rerun, RemembersTheListingOfInputsThatWereOnlyTouched) {
  ASSERT_EQ(run().code, 0);
  const auto listing = [&](const std::string& directory) {
    return OtherConnection(workspace_ / (directory + "/store.sqlite")).query("SELECT node, listing FROM sources");
  };
  const std::string before = listing("runs/notes");
  fs::last_write_time(workspace_ / "notes/n1.txt", fs::file_time_type::clock::now() - std::chrono::hours(5));
  ASSERT_EQ(run().code, 0);
  EXPECT_NE(listing("runs/notes"), before);
  output_of_a_new_run();
  EXPECT_EQ(listing("runs/notes"), listing("other"));
}

TEST_F(Rerun, NoticesOtherBytesOfTheSameLength) {
  ASSERT_EQ(run().code, 0);
  note(1, "Note number 7 says little.\n");
  EXPECT_THAT(run().err, HasSubstr("1 changed, 0 gone, 0 new"));
}

TEST_F(Rerun, LeavesFilesThatAreGoneAndNewOnesToANewListing) {
  ASSERT_EQ(run().code, 0);
  const auto before = output();
  fs::remove(workspace_ / "notes/n0.txt");
  note(7, "A new one.\n");
  workspace_.write("notes/a.txt", "Before all others.\n");
  EXPECT_THAT(run().err, HasSubstr("0 changed, 1 gone, 2 new"));
  ASSERT_EQ(run({"--rerun", "affected"}).code, 0);
  EXPECT_EQ(output(), before);
  const Ended all = run({"--rerun", "all"});
  ASSERT_EQ(all.code, 0) << all.err;
  EXPECT_EQ(output(), output_of_a_new_run());
  EXPECT_EQ(weir({"verify", "runs/notes"}, workspace_.path()).code, 0);
}

TEST_F(Rerun, OfAllFollowsASourceThatReadsOtherFiles) {
  workspace_.write("notes/n9.md", "In another form.\n");
  ASSERT_EQ(run().code, 0);
  const std::vector<std::string> wider{"--set", "nodes.notes.with.include=[\"**/*.{txt,md}\"]"};
  EXPECT_EQ(run(wider).code, 78);
  ASSERT_EQ(run(wider, {"--rerun", "affected"}).code, 0);
  EXPECT_EQ(output(), output_of_a_new_run(wider));
}

TEST_F(Rerun, ExplainsWhatWouldRunAndDoesNothing) {
  EXPECT_THAT(run({"--explain"}).out, HasSubstr("all of 5 documents"));
  EXPECT_FALSE(fs::exists(workspace_ / "runs"));
  ASSERT_EQ(run().code, 0);
  const auto before = identities();
  note(2, "Another text.\n");
  const Ended ended = run(kOtherNames, {"--explain"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("left       0 of 5 documents"));
  EXPECT_THAT(ended.out, HasSubstr("which concerns 5 documents"));
  EXPECT_THAT(ended.out, HasSubstr("`each`: with.path"));
  EXPECT_THAT(ended.out, HasSubstr("1 changed, 0 gone, 0 new"));
  EXPECT_EQ(identities(), before);
}

// Killed at any moment, a rerun ends as one that was never killed.
TEST_F(Rerun, SurvivesAKill) {
  ASSERT_EQ(run().code, 0);
  note(2, "Another text.\n");
  for (int round = 0; round < 8; ++round) {
    const Running running({"run", "notes.toml", kOtherNames[0], kOtherNames[1], "--rerun", "affected"},
                          workspace_.path());
    ::usleep(static_cast<useconds_t>(4'000 * round));
    running.send(SIGKILL);
  }
  const Ended ended = run(kOtherNames, {"--rerun", "affected"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(output(), output_of_a_new_run(kOtherNames));
}

}  // namespace
}  // namespace weir::testing
