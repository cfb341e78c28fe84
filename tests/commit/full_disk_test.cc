// A disk that is full stops the run and costs nothing that was committed: with space, it goes on to the same outputs.
#include <gtest/gtest.h>

#include "commit/synthetic_run.h"
#include "store/small_disk.h"

namespace weir::commit {
namespace {

using test::SyntheticSettings;

bool is_disk_full(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const CommitError& commit_error) {
    return commit_error.kind() == CommitError::Kind::disk_full;
  } catch (const store::StoreError& store_error) {
    return store_error.is_disk_full();
  }
}

std::exception_ptr run(const SyntheticSettings& settings) {
  try {
    test::run_synthetic(settings);
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

// Fills the disk again and again, with a little more room each time, until the run comes to its end.
void run_with_too_little_room(const SyntheticSettings& settings, const test::SmallDisk& disk) {
  int full = 0;
  for (std::uint64_t room = 60'000;; room += 60'000) {
    disk.make_room();
    disk.fill_up_to(room);
    const std::exception_ptr error = run(settings);
    if (!error) break;
    ASSERT_TRUE(is_disk_full(error));
    ASSERT_LT(++full, 200);
  }
  EXPECT_GT(full, 2) << "the disk was never full";
  EXPECT_EQ(test::read_tree(settings.output_directory), test::expected_outputs(settings));
}

TEST(FullDisk, OfTheRunDirectoryStopsTheRunResumably) {
  const test::SmallDisk disk(16 << 20);
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small disk takes privileges";
  const test::TemporaryDirectory elsewhere;
  SyntheticSettings settings;
  settings.run_directory = disk.path() / "run";
  settings.output_directory = elsewhere / "out";
  settings.batches = 300;
  run_with_too_little_room(settings, disk);
}

TEST(FullDisk, OfTheOutputsStopsTheRunResumably) {
  const test::SmallDisk disk(16 << 20);
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small disk takes privileges";
  const test::TemporaryDirectory elsewhere;
  SyntheticSettings settings;
  settings.run_directory = elsewhere / "run";
  settings.output_directory = disk.path() / "out";
  settings.batches = 300;
  run_with_too_little_room(settings, disk);
}

// Whether the group that was committed last has got through: its files have their names.
bool has_names(const store::ReadStore& store, const std::filesystem::path& output_directory) {
  const std::vector<store::FileRecord> files = store.unsettled_files();
  return std::all_of(files.begin(), files.end(),
                     [&](const auto& file) { return std::filesystem::exists(output_directory / file.name); });
}

// How many documents are committed, with all that belongs to it, when a disk is full that had so many bytes left; with
// the ballast in place or without.
std::uint64_t committed_on_a_full_disk(std::uint64_t room, bool with_ballast) {
  const test::SmallDisk disk(64 << 20);
  const test::TemporaryDirectory elsewhere;
  SyntheticSettings settings;
  settings.run_directory = disk.path() / "run";
  settings.output_directory = elsewhere / "out";
  settings.batches = 300;
  settings.most_batches = 1;
  test::begin_synthetic(settings);
  test::commit_synthetic(settings, 1);
  if (!with_ballast) std::filesystem::remove(settings.run_directory / "ballast");
  disk.fill_up_to(room);
  EXPECT_TRUE(is_disk_full(run(settings)));
  disk.make_room();
  std::uint64_t left = 0;
  {
    const store::ReadStore store(settings.run_directory / "store.sqlite");
    for (const store::Totals& totals : store.totals()) left += totals.pending_entries;
    if (!has_names(store, settings.output_directory)) left += settings.documents_per_batch;
  }
  EXPECT_FALSE(run(settings));
  EXPECT_EQ(test::read_tree(settings.output_directory), test::expected_outputs(settings));
  EXPECT_FALSE(std::filesystem::exists(settings.run_directory / "ballast"));
  return settings.batches * settings.documents_per_batch - left;
}

TEST(FullDisk, LetsTheGroupThroughThatIsBeingCommittedByItsBallast) {
  if (!test::SmallDisk(1 << 20).mounted()) GTEST_SKIP() << "mounting a small disk takes privileges";
  for (const std::uint64_t room : {380'000, 390'000, 400'000, 420'000, 440'000}) {
    EXPECT_EQ(committed_on_a_full_disk(room, true), committed_on_a_full_disk(room, false) + 5) << room;
  }
}

}  // namespace
}  // namespace weir::commit
