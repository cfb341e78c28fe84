// What a crash, a torn write or a damaged disk leaves behind: what was never committed goes, what was committed must be
// there, byte for byte, or the run is refused with the name of the file.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "checksum/checksum.h"
#include "commit/error.h"
#include "commit/synthetic_run.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;
using test::SyntheticSettings;

class Recovery : public testing::Test {
 protected:
  // A run that was stopped when a part of its batches was committed, and nothing was published.
  Recovery() {
    settings_.run_directory = directory_ / "run";
    settings_.output_directory = directory_ / "out";
    settings_.most_batches = 1;
    test::begin_synthetic(settings_);
    commit_batches(40);
  }

  void commit_batches(std::size_t count) { test::commit_synthetic(settings_, count); }

  fs::path store_path() const { return settings_.run_directory / "store.sqlite"; }
  fs::path staging() const { return settings_.output_directory / ".weir"; }
  fs::path part() const {
    for (const auto& entry : fs::directory_iterator(settings_.run_directory / "parts")) return entry.path();
    return {};
  }

  void expect_resumed() {
    test::run_synthetic(settings_);
    EXPECT_EQ(test::read_tree(settings_.output_directory), test::expected_outputs(settings_));
  }

  // What the refusal says; nothing where the run is not refused.
  std::string refusal() {
    try {
      test::run_synthetic(settings_);
    } catch (const CommitError& error) {
      EXPECT_EQ(error.kind(), CommitError::Kind::input_output);
      return error.what();
    }
    return "";
  }

  static void flip_bit(const fs::path& path, std::uint64_t at, int bit) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ (1 << bit)));
  }

  test::TemporaryDirectory directory_;
  SyntheticSettings settings_;
};

TEST_F(Recovery, CutsOffWhatWasNeverCommitted) {
  const std::uint64_t committed = fs::file_size(part());
  std::ofstream(part(), std::ios::app | std::ios::binary) << std::string(5000, 'x');
  commit_batches(0);
  EXPECT_EQ(fs::file_size(part()), committed);
  std::ofstream(part(), std::ios::app | std::ios::binary) << '\n';
  expect_resumed();
}

TEST_F(Recovery, RefusesAPartThatIsTooShortWhereverItIsTorn) {
  const std::uint64_t committed = fs::file_size(part());
  const std::string bytes = test::read_tree(part().parent_path()).begin()->second;
  for (std::uint64_t size = 0; size < committed; size += 97) {
    fs::resize_file(part(), size);
    EXPECT_EQ(refusal(), "file is not as the store says: " + part().string() + ": has " + std::to_string(size) +
                             " bytes, should have " + std::to_string(committed));
    EXPECT_EQ(fs::file_size(part()), size) << "a refused file was changed";
  }
  std::ofstream(part(), std::ios::binary) << bytes;
  expect_resumed();
}

TEST_F(Recovery, RefusesAPartThatIsMissing) {
  const fs::path missing = part();
  fs::remove(missing);
  EXPECT_NE(refusal().find(missing.string()), std::string::npos);
  EXPECT_FALSE(fs::exists(missing)) << "a refused run made the file that it misses";
}

TEST_F(Recovery, RefusesEveryFlippedBitOfAPart) {
  std::mt19937 random(11);
  const std::uint64_t committed = fs::file_size(part());
  for (int flip = 0; flip < 100; ++flip) {
    const std::uint64_t at = random() % committed;
    const int bit = static_cast<int>(random() % 8);
    flip_bit(part(), at, bit);
    const std::string said = refusal();
    EXPECT_NE(said.find(part().string()), std::string::npos) << said;
    EXPECT_NE(said.find("checksum"), std::string::npos) << said;
    flip_bit(part(), at, bit);
  }
  expect_resumed();
}

TEST_F(Recovery, TakesAwayStagedFilesAndPartsThatNobodyCommitted) {
  fs::create_directories(staging());
  std::ofstream(staging() / "file-7") << "half a fi";
  std::ofstream(staging() / "volume-1") << "half a volume";
  std::ofstream(settings_.run_directory / "parts" / "records.9.part") << "of a sink that never committed";
  expect_resumed();
  EXPECT_FALSE(fs::exists(staging()));
  EXPECT_TRUE(fs::is_empty(settings_.run_directory / "parts"));
}

// As after a crash between the store's transaction and the renames.
class InterruptedRename : public Recovery {
 protected:
  InterruptedRename() {
    settings_.batches = 1;
    settings_.run_directory = directory_ / "run2";
    settings_.output_directory = directory_ / "out2";
    test::begin_synthetic(settings_);
    store::Store store(store_path());
    store::CommitRecord record;
    store::BatchCommit batch;
    batch.batch = 1;
    batch.read = batch.done = 5;
    batch.files.push_back(
        {"deep/er/name.json", store.sink_number("documents"), {0, 0}, "file-0", 9, checksum::file_hash("committed")});
    record.batches.push_back(batch);
    store.commit(record);
    fs::create_directories(staging());
  }
};

TEST_F(InterruptedRename, IsDoneAgain) {
  std::ofstream(staging() / "file-0") << "committed";
  test::run_synthetic(settings_);
  EXPECT_EQ(test::read_tree(settings_.output_directory).at("deep/er/name.json"), "committed");
  EXPECT_TRUE(store::ReadStore(store_path()).unsettled_files().empty());
}

TEST_F(InterruptedRename, IsLeftWhereItHappened) {
  fs::create_directories(settings_.output_directory / "deep/er");
  std::ofstream(settings_.output_directory / "deep/er/name.json") << "committed";
  test::run_synthetic(settings_);
  EXPECT_EQ(test::read_tree(settings_.output_directory).at("deep/er/name.json"), "committed");
}

TEST_F(InterruptedRename, IsRefusedWhereTheFileIsGoneOrDamaged) {
  EXPECT_EQ(refusal(), "file is not as the store says: " + (settings_.output_directory / "deep/er/name.json").string() +
                           ": is missing");
  fs::create_directories(staging());
  std::ofstream(staging() / "file-0") << "cOmmitted";
  EXPECT_NE(refusal().find("has other bytes than were committed"), std::string::npos);
}

// The store may be set back to any commit since its last completed checkpoint, with newer outputs around it.
TEST_F(Recovery, FromAnyOlderStoreGivesTheSameOutputs) {
  const fs::path kept = directory_ / "kept";
  const auto copy_all = [](const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
  };
  for (const std::size_t committed : {0, 3, 9, 14}) {
    SyntheticSettings run = settings_;
    run.run_directory = directory_ / ("set-back-" + std::to_string(committed));
    run.output_directory = directory_ / ("outputs-" + std::to_string(committed));
    settings_ = run;
    test::begin_synthetic(settings_);
    commit_batches(committed);
    copy_all(settings_.run_directory, kept);
    // On to the end, but with the parts as they are before they may go.
    commit_batches(60 - committed);
    copy_all(settings_.run_directory / "parts", directory_ / "parts");
    test::run_synthetic(settings_);
    const auto outputs = test::read_tree(settings_.output_directory);
    fs::remove_all(settings_.run_directory);
    copy_all(kept, settings_.run_directory);
    copy_all(directory_ / "parts", settings_.run_directory / "parts");
    expect_resumed();
    EXPECT_EQ(test::read_tree(settings_.output_directory), outputs);
  }
}

}  // namespace
}  // namespace weir::commit
