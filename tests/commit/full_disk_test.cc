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

// How many documents are committed when the disk is full, all but so many bytes of which were taken, with the ballast
// in place or without.
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
  }
  EXPECT_FALSE(run(settings));
  EXPECT_EQ(test::read_tree(settings.output_directory), test::expected_outputs(settings));
  EXPECT_FALSE(std::filesystem::exists(settings.run_directory / "ballast"));
  return settings.batches * settings.documents_per_batch - left;
}

TEST(FullDisk, LetsTheGroupThroughThatIsBeingCommittedByItsBallast) {
  if (!test::SmallDisk(1 << 20).mounted()) GTEST_SKIP() << "mounting a small disk takes privileges";
  constexpr std::uint64_t kGroup = 5;
  int let_through = 0;
  for (const std::uint64_t room : {380'000, 390'000, 410'000, 420'000, 440'000, 480'000}) {
    const std::uint64_t with = committed_on_a_full_disk(room, true);
    const std::uint64_t without = committed_on_a_full_disk(room, false);
    // Where there was room for the store's transaction, and none for what follows, the group is committed either way.
    EXPECT_TRUE(with == without || with == without + kGroup) << with << " and " << without;
    if (with == without + kGroup) ++let_through;
  }
  EXPECT_GE(let_through, 3);
}

}  // namespace
}  // namespace weir::commit
