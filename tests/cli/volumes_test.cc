// Output in volumes, and in the order of completion, by the real binary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/process.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Volumes : public ::testing::Test {
 protected:
  static constexpr int kNotes = 60;

  void SetUp() override {
    workspace_.write("notes.toml", kNotesGraph);
    for (int i = 100; i < 100 + kNotes; ++i) write_note(i, "says little");
  }

  // Of 32 bytes.
  void write_note(int number, const std::string& says) const {
    workspace_.write("notes/n" + std::to_string(number) + ".txt",
                     "Note number " + std::to_string(number) + " " + says + "....\n");
  }

  std::vector<std::string> command(const std::string& directory, std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"run",     "notes.toml", "--directory",          directory,
                                   "--quiet", "--set",      "run.batch_documents=1"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  int run(const std::string& directory, const std::vector<std::string>& more = {}) const {
    const Ended ended = weir(command(directory, more), workspace_.path());
    EXPECT_EQ(ended.err, "");
    EXPECT_EQ(weir({"verify", directory}, workspace_.path()).code, 0);
    return ended.code;
  }

  static std::vector<std::string> divided(const std::string& bytes) {
    return {"--set", "nodes.records.volume=" + bytes};
  }

  std::vector<std::string> names(const std::string& directory) const {
    std::vector<std::string> found;
    for (const auto& [name, bytes] : tree(workspace_ / (directory + "/out"))) found.push_back(name);
    std::sort(found.begin(), found.end());
    return found;
  }

  std::string joined(const std::string& directory) const {
    std::string all;
    for (const std::string& name : names(directory)) all += read_file(workspace_ / (directory + "/out/" + name));
    return all;
  }

  static std::vector<std::string> sorted_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  // Killed when the first volume is there.
  void kill_after_a_volume(const std::string& directory, const std::vector<std::string>& more) const {
    std::vector<std::string> words = command(directory, more);
    words.insert(words.end(), {"--set", "run.threads=1"});
    Running running(words, workspace_.path());
    const fs::path first = workspace_ / (directory + "/out/notes-00001.jsonl");
    while (!running.ended() && !fs::exists(first)) ::usleep(100);
    running.send(SIGKILL);
    running.wait();
    ASSERT_TRUE(fs::exists(first));
  }

  Workspace workspace_;
};

TEST_F(Volumes, AreTheOneFileDivided) {
  ASSERT_EQ(run("one"), 0);
  ASSERT_EQ(run("many", divided("640B")), 0);
  EXPECT_THAT(names("many"), ElementsAre("notes-00001.jsonl", "notes-00002.jsonl", "notes-00003.jsonl"));
  EXPECT_EQ(joined("many"), joined("one"));
  EXPECT_TRUE(fs::is_empty(workspace_ / "many/parts"));
  EXPECT_EQ(sorted_lines(read_file(workspace_ / "many/out/notes-00002.jsonl")).size(), 20U);
}

TEST_F(Volumes, ArePublishedWhileTheRunGoesOnAndKeepTheirDivision) {
  ASSERT_EQ(run("whole", divided("64B")), 0);
  ASSERT_EQ(names("whole").size(), 30U);
  kill_after_a_volume("killed", divided("64B"));
  ASSERT_LT(names("killed").size(), 30U) << "the kill came too late";
  const std::string first = read_file(workspace_ / "killed/out/notes-00001.jsonl");
  EXPECT_EQ(first, read_file(workspace_ / "whole/out/notes-00001.jsonl"));
  EXPECT_THAT(weir({"status", "killed"}, workspace_.path()).out, HasSubstr(" of 30 of records are published"));

  // What is asked for by now is for runs that begin.
  ASSERT_EQ(run("killed", divided("1GiB")), 0);
  EXPECT_EQ(names("killed"), names("whole"));
  EXPECT_EQ(joined("killed"), joined("whole"));
}

TEST_F(Volumes, AreNotTouchedByAResumptionThatHasNothingToDo) {
  ASSERT_EQ(run("run", divided("640B")), 0);
  const fs::path second = workspace_ / "run/out/notes-00002.jsonl";
  const auto before = fs::last_write_time(second);
  ASSERT_EQ(run("run", divided("640B")), 0);
  EXPECT_EQ(fs::last_write_time(second), before);
}

TEST_F(Volumes, AreOpenedAgainByWhatChangedInThem) {
  ASSERT_EQ(run("run", divided("640B")), 0);
  const fs::path first = workspace_ / "run/out/notes-00001.jsonl", second = workspace_ / "run/out/notes-00002.jsonl";
  const auto before = fs::last_write_time(first);
  write_note(125, "says much");
  ASSERT_EQ(run("run", {"--set", "nodes.records.volume=640B", "--rerun", "affected"}), 0);
  EXPECT_THAT(read_file(second), HasSubstr("125 says much"));
  EXPECT_EQ(fs::last_write_time(first), before);
  EXPECT_EQ(sorted_lines(joined("run")).size(), std::size_t{kNotes});
}

TEST_F(Volumes, ThatAreLeftOverByAnotherDivisionGo) {
  ASSERT_EQ(run("run", divided("64B")), 0);
  fs::remove(workspace_ / "notes/n159.txt");
  ASSERT_EQ(run("run", {"--set", "nodes.records.volume=960B", "--rerun", "all"}), 0);
  EXPECT_THAT(names("run"), ElementsAre("notes-00001.jsonl", "notes-00002.jsonl"));
  EXPECT_EQ(sorted_lines(joined("run")).size(), std::size_t{kNotes} - 1);
}

TEST_F(Volumes, ArePublishedAsFarAsTheyAreThere) {
  kill_after_a_volume("run", divided("640B"));
  const Ended ended = weir({"publish", "run"}, workspace_.path());
  EXPECT_EQ(ended.code, 0) << ended.err;
  for (const std::string& name : names("run")) {
    const std::string whole = name.substr(0, name.find(".partial"));
    EXPECT_TRUE(whole == name || !fs::exists(workspace_ / ("run/out/" + whole))) << name;
  }
  ASSERT_EQ(run("run", divided("640B")), 0);
}

TEST_F(Volumes, InTheOrderOfCompletionHoldTheSameRecords) {
  ASSERT_EQ(run("source"), 0);
  ASSERT_EQ(run("completion", {"--set", "run.order=completion"}), 0);
  EXPECT_EQ(sorted_lines(joined("completion")), sorted_lines(joined("source")));
  kill_after_a_volume("both", {"--set", "run.order=completion", "--set", "nodes.records.volume=64B"});
  ASSERT_EQ(run("both", {"--set", "run.order=completion", "--set", "nodes.records.volume=64B"}), 0);
  EXPECT_EQ(sorted_lines(joined("both")), sorted_lines(joined("source")));
}

TEST_F(Volumes, AskWhatIsToBecomeOfAnotherOrder) {
  ASSERT_EQ(run("source"), 0);
  ASSERT_EQ(run("run", {"--set", "run.order=completion"}), 0);
  const Ended refused = weir(command("run"), workspace_.path());
  EXPECT_EQ(refused.code, 78);
  EXPECT_THAT(refused.err, HasSubstr("order: completion -> nothing"));
  ASSERT_EQ(run("run", {"--rerun", "affected"}), 0);
  EXPECT_EQ(joined("run"), joined("source"));
}

TEST_F(Volumes, KeepTheirNamesFromDocuments) {
  workspace_.write("notes/notes-00002.txt", "mine");
  std::ofstream(workspace_ / "notes.toml", std::ios::app)
      << "volume = \"640B\"\n[nodes.each]\nstage = \"json_documents\"\nfrom = \"text\"\nwith = { path = "
         "\"{stem}.jsonl\" }\n";
  EXPECT_EQ(run("run"), 1);
  EXPECT_THAT(weir({"dlq", "list", "run"}, workspace_.path()).out, HasSubstr("name_taken"));
  EXPECT_THAT(read_file(workspace_ / "run/out/notes-00002.jsonl"), HasSubstr("Note number"));
}

}  // namespace
}  // namespace weir::testing
