// A damaged write-ahead log brings an earlier commit back, or is noticed; it never gives something in between.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

namespace fs = std::filesystem;

class LogDamage : public StoreFixture {
 protected:
  static constexpr std::uint64_t kCommits = 40;

  // A log that holds all commits since the listing, as it stands when the writer is killed.
  LogDamage() {
    list_files(store(), kCommits, 3);
    store().checkpoint();
    for (BatchId id = 1; id <= kCommits; ++id) {
      CommitRecord record;
      record.batches.push_back({id, 3, 2, {dead({3 * id - 2, 0}, "broken")}, {}, {{{1, 0}, {3 * id - 3, 0}}}, {}});
      record.parts.push_back({{1, 0}, id * 10});
      store().commit(record);
    }
    log_size_ = fs::file_size(path().string() + "-wal");
  }

  fs::path copy() const { return directory_ / "copy.sqlite"; }
  fs::path copied_log() const { return copy().string() + "-wal"; }

  void copy_store() {
    fs::remove(copy().string() + "-shm");
    fs::copy_file(path(), copy(), fs::copy_options::overwrite_existing);
    fs::copy_file(path().string() + "-wal", copied_log(), fs::copy_options::overwrite_existing);
  }

  // The commit that the copy shows; nothing where it refuses to be read.
  std::optional<std::uint64_t> shown() {
    try {
      ReadStore reader(copy());
      const std::uint64_t epoch = reader.state().epoch;
      const Totals totals = sum(reader);
      EXPECT_EQ(totals.read, epoch * 3);
      EXPECT_EQ(totals.dead, epoch);
      EXPECT_EQ(totals.pending_batches, kCommits - epoch);
      EXPECT_EQ(epoch == 0 ? 0 : reader.parts()[0].length, epoch * 10);
      return epoch;
    } catch (const StoreError&) {
      return std::nullopt;
    }
  }

  std::uint64_t log_size_ = 0;
};

TEST_F(LogDamage, ByFlippedBitsNeverGivesHalfACommit) {
  std::mt19937_64 random(7);
  std::uint64_t earlier = 0;
  for (int flip = 0; flip < 100; ++flip) {
    copy_store();
    std::fstream log(copied_log(), std::ios::in | std::ios::out | std::ios::binary);
    const auto at = static_cast<std::streamoff>(random() % log_size_);
    log.seekg(at);
    const char byte = static_cast<char>(log.get());
    log.seekp(at);
    log.put(static_cast<char>(byte ^ (1 << random() % 8)));
    log.close();
    const auto epoch = shown();
    if (epoch && *epoch < kCommits) ++earlier;
  }
  EXPECT_GT(earlier, 50U) << "flips that hit the log were not seen at all";
}

TEST_F(LogDamage, ByATornTailGivesTheCommitBefore) {
  std::mt19937_64 random(8);
  for (int tear = 0; tear < 100; ++tear) {
    copy_store();
    fs::resize_file(copied_log(), random() % log_size_);
    const auto epoch = shown();
    ASSERT_TRUE(epoch);
    EXPECT_LT(*epoch, kCommits);
  }
}

TEST_F(LogDamage, CannotHappenToWhatWasCheckpointed) {
  ASSERT_TRUE(store().checkpoint());
  EXPECT_EQ(fs::file_size(path().string() + "-wal"), 0U);
  copy_store();
  EXPECT_EQ(shown(), kCommits);
}

}  // namespace
}  // namespace weir::store
