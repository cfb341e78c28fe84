// A damaged write-ahead log brings an earlier commit back, or is noticed; it never gives something in between.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "store/log_mark.h"
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

  static std::string read_bytes(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write_bytes(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
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

// A part of the log's pages is in the file when the process dies; then the log loses its end.
TEST_F(LogDamage, AmidACheckpointIsRefusedAndNeverGivesAMixture) {
  const std::string before = read_bytes(path());
  copy_store();
  const std::string log = read_bytes(copied_log());
  ASSERT_TRUE(store().checkpoint());
  const std::string after = read_bytes(path());
  std::mt19937_64 random(9);
  constexpr std::size_t kPage = 4096;
  int refused = 0;
  for (int tear = 0; tear < 100; ++tear) {
    const std::size_t moved = kPage * (2 + random() % (after.size() / kPage - 1));
    std::string file = after.substr(0, moved);
    if (before.size() > moved) file += before.substr(moved);
    const std::size_t left = tear < 5 ? log.size() : random() % log.size();
    copy_store();
    write_bytes(copied_log(), log);
    mark_log(copy());
    write_bytes(copy(), file);
    write_bytes(copied_log(), log.substr(0, left));
    try {
      const Store store(copy());
      if (store.may_be_mixed() && !store.book_faults(nullptr).empty()) {
        ++refused;
        continue;
      }
      // One state, if not the last: what follows from it is done again.
      const Totals totals = sum(store);
      EXPECT_EQ(totals.read, totals.dead * 3);
      EXPECT_EQ(totals.pending_batches, kCommits - totals.dead);
      EXPECT_EQ(totals.dead == 0 ? 0 : store.parts()[0].length, totals.dead * 10);
    } catch (const StoreError& error) {
      EXPECT_NE(std::string(error.what()).find(copied_log().string()), std::string::npos) << error.what();
      EXPECT_LT(left, log.size()) << "a whole log mends what a crash left: " << error.what();
      ++refused;
    }
  }
  EXPECT_EQ(refused, 95);
}

TEST_F(LogDamage, CannotHappenToWhatWasCheckpointed) {
  ASSERT_TRUE(store().checkpoint());
  EXPECT_EQ(fs::file_size(path().string() + "-wal"), 0U);
  copy_store();
  EXPECT_EQ(shown(), kCommits);
}

}  // namespace
}  // namespace weir::store
