// A log that is not what it was when a checkpoint began is refused; every other one is none of the mark's business.
#include "store/log_mark.h"

#include <gtest/gtest.h>

#include <fstream>

#include "store/error.h"
#include "store/temporary_directory.h"

namespace weir::store {
namespace {

namespace fs = std::filesystem;

class LogMark : public ::testing::Test {
 protected:
  LogMark() { write(log_, kLog); }

  static void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  bool is_refused() const {
    try {
      check_marked_log(database_);
      return false;
    } catch (const StoreError& error) {
      EXPECT_NE(std::string(error.what()).find(log_.string()), std::string::npos) << error.what();
      return true;
    }
  }

  const std::string kLog = std::string(32, 'h') + std::string(200'000, 'p');
  const test::TemporaryDirectory directory_;
  const fs::path database_ = directory_ / "store.sqlite";
  const fs::path log_ = directory_ / "store.sqlite-wal";
  const fs::path mark_ = directory_ / "store.sqlite-moving";
};

TEST_F(LogMark, AcceptsALogThatIsWholeAndOneThatHasGrown) {
  mark_log(database_);
  ASSERT_TRUE(fs::exists(mark_));
  EXPECT_FALSE(is_refused());
  write(log_, kLog + "more");
  EXPECT_FALSE(is_refused());
}

TEST_F(LogMark, RefusesALogThatLostItsEndOrHasOtherBytes) {
  mark_log(database_);
  fs::resize_file(log_, kLog.size() - 1);
  EXPECT_TRUE(is_refused());
  std::string flipped = kLog;
  flipped[150'000] ^= 1;
  write(log_, flipped);
  EXPECT_TRUE(is_refused());
}

TEST_F(LogMark, IsNotAboutALogThatBeganAnewOrIsEmpty) {
  mark_log(database_);
  write(log_, "");
  EXPECT_FALSE(is_refused());
  write(log_, std::string(32, 'n') + "short");
  EXPECT_FALSE(is_refused());
}

TEST_F(LogMark, ThatIsGarbageOrGoneSaysNothing) {
  mark_log(database_);
  fs::resize_file(log_, 1'000);
  write(mark_, std::string(60, '\0'));
  EXPECT_FALSE(is_refused());
  unmark_log(database_);
  EXPECT_FALSE(fs::exists(mark_));
  EXPECT_FALSE(is_refused());
}

}  // namespace
}  // namespace weir::store
