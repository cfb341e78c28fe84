// Exactly once, for a database as for the files beside it: however often a run is killed, each record is one row, and
// a compressed file has the same bytes.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kKills = 50;
constexpr int kMostKillsInARun = 6;
constexpr int kNotes = 400;

class SinkKills : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < kNotes; ++i) {
      std::string text;
      // Some are too short to be a record, some are several.
      for (int line = 0; line < i % 9; ++line) {
        text +=
            "Line " + std::to_string(line) + " of note " + std::to_string(i) + " has a few words to be counted.\n\n";
      }
      workspace_.write("notes/n" + std::to_string(i) + ".txt", text + "End.\n");
    }
  }

  std::vector<std::string> arguments(const std::string& directory, int threads) const {
    return {"run",
            (graphs() / "notes_to_tables.toml").string(),
            (workspace_ / "notes").string(),
            "--directory",
            directory,
            "--quiet",
            "--set",
            "run.threads=" + std::to_string(threads),
            "--set",
            "run.batch_documents=3"};
  }

  // Everything but what says in which batch a row was written: a document that left its batch may be in another.
  std::string rows(const std::string& directory) const {
    return query(workspace_ / (directory + "/out/notes.sqlite"),
                 "SELECT id, words, text, weir_entry, weir_ordinal, weir_record FROM segments "
                 "ORDER BY weir_entry, weir_ordinal, weir_record");
  }

  Workspace workspace_;
};

TEST_F(SinkKills, EveryRecordIsOneRowAfterFiftyKillsAtRandomMoments) {
  auto serial = arguments("serial", 1);
  serial.insert(serial.end(), {"--engine", "serial"});
  const auto started = std::chrono::steady_clock::now();
  ASSERT_EQ(weir(serial, workspace_.path()).code, 0);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
  const std::string expected = rows("serial");
  const std::string lines = read_file(workspace_ / "serial/out/segments.jsonl.zst");
  const std::string sheet = read_file(workspace_ / "serial/out/segments.csv");
  ASSERT_GE(std::count(expected.begin(), expected.end(), '\n'), kNotes / 2);

  const unsigned seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  int kills = 0;
  for (int round = 0; kills < kKills; ++round) {
    const std::string directory = "run" + std::to_string(round);
    const int threads = 1 + static_cast<int>(random() % 4);
    for (int attempt = 0; attempt < kMostKillsInARun && kills < kKills; ++attempt) {
      Running running(arguments(directory, threads), workspace_.path());
      std::this_thread::sleep_for(whole * (random() % 1000) / 1000);
      running.send(SIGKILL);
      if (running.wait() == 128 + SIGKILL) ++kills;
    }
    const Ended ended = weir(arguments(directory, threads), workspace_.path());
    ASSERT_EQ(ended.code, 0) << ended.err;
    ASSERT_EQ(rows(directory), expected) << directory;
    ASSERT_TRUE(read_file(workspace_ / (directory + "/out/segments.jsonl.zst")) == lines) << directory;
    ASSERT_TRUE(read_file(workspace_ / (directory + "/out/segments.csv")) == sheet) << directory;
    ASSERT_EQ(tree(workspace_ / (directory + "/out")).size(), 3u) << "a log is left";
    fs::remove_all(workspace_ / directory);
  }
}

}  // namespace
}  // namespace weir::testing
