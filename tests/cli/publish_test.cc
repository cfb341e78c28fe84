// `weir publish` gives what is committed so far to who cannot wait, and the run goes on as if nothing had been.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
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
using ::testing::HasSubstr;

class Publish : public ::testing::Test {
 protected:
  // A run that was killed after some of its notes were committed.
  void SetUp() override {
    workspace_.write("notes.toml", kNotesGraph);
    for (int i = 100; i < 900; ++i) {
      workspace_.write("notes/n" + std::to_string(i) + ".txt", "Note number " + std::to_string(i) + " says little.\n");
    }
    Running running(command(), workspace_.path());
    // A second write to the part comes after the commit of the first.
    while (!running.ended() && part_size() == 0) ::usleep(200);
    const std::uintmax_t first = part_size();
    while (!running.ended() && part_size() <= first + 4'000) ::usleep(200);
    running.send(SIGKILL);
    running.wait();
    ASSERT_TRUE(fs::exists(part())) << "nothing was committed before the kill";
    ASSERT_FALSE(fs::exists(out("notes.jsonl"))) << "the kill came too late";
  }

  static std::vector<std::string> command() {
    return {"run", "notes.toml", "--set", "run.batch_documents=1", "--set", "run.threads=1", "--no-supervise"};
  }
  fs::path part() const { return workspace_ / "runs/notes/parts/records.1.part"; }
  std::uintmax_t part_size() const {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(part(), error);
    return error ? 0 : size;
  }
  fs::path out(const std::string& name) const { return workspace_ / ("runs/notes/out/" + name); }
  Ended publish(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"publish", "runs/notes"});
    return weir(more, workspace_.path());
  }

  static std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

  Workspace workspace_;
};

TEST_F(Publish, GivesWhatIsCommittedInOrderAndLeavesTheNameAlone) {
  const Ended ended = publish();
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("notes.jsonl.partial"));
  EXPECT_FALSE(fs::exists(out("notes.jsonl")));
  const std::string partial = read_file(out("notes.jsonl.partial"));
  const std::vector<std::string> lines = lines_of(partial);
  ASSERT_FALSE(lines.empty());
  EXPECT_LT(lines.size(), 800U);
  EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end()));

  ASSERT_EQ(weir(command(), workspace_.path()).code, 0);
  const std::string whole = read_file(out("notes.jsonl"));
  const std::vector<std::string> all = lines_of(whole);
  EXPECT_TRUE(std::includes(all.begin(), all.end(), lines.begin(), lines.end()));
  EXPECT_EQ(read_file(out("notes.jsonl.partial")), partial);
  EXPECT_EQ(all.size(), 800U);
  EXPECT_EQ(publish().out, "") << "there is nothing that is not published";
  EXPECT_EQ(weir({"verify", "runs/notes"}, workspace_.path()).code, 0);
}

TEST_F(Publish, ReplacesWhatItPublishedBeforeAndNothingElse) {
  ASSERT_EQ(publish().code, 0);
  const std::string partial = read_file(out("notes.jsonl.partial"));
  EXPECT_EQ(publish().code, 0);
  std::ofstream(out("notes.jsonl.partial")) << "somebody's own";
  const Ended refused = publish();
  EXPECT_EQ(refused.code, 73);
  EXPECT_THAT(refused.err, HasSubstr("notes.jsonl.partial"));
  EXPECT_EQ(read_file(out("notes.jsonl.partial")), "somebody's own");
  EXPECT_EQ(publish({"--overwrite"}).code, 0);
  EXPECT_EQ(read_file(out("notes.jsonl.partial")), partial);
}

TEST_F(Publish, RefusesBytesThatAreNotWhatWasCommitted) {
  std::fstream file(part(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(5);
  file.put('#');
  file.close();
  const Ended ended = publish();
  EXPECT_EQ(ended.code, 74);
  EXPECT_THAT(ended.err, HasSubstr("records.1.part"));
  EXPECT_FALSE(fs::exists(out("notes.jsonl.partial")));
}

TEST_F(Publish, IsRefusedWhileTheRunIsAtWork) {
  const int lock = ::open((workspace_ / "runs/notes/lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  const Ended ended = publish();
  EXPECT_EQ(ended.code, 73);
  EXPECT_FALSE(fs::exists(out("notes.jsonl.partial")));
  ::close(lock);
}

}  // namespace
}  // namespace weir::testing
