// A log that is not what it was when a checkpoint began is refused; every other one is none of the mark's business.
#include "store/log_mark.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>

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
  // Nothing where it is refused.
  std::optional<LogState> state() const {
    try {
      return check_marked_log(database_);
    } catch (const StoreError& error) {
      EXPECT_NE(std::string(error.what()).find(log_.string()), std::string::npos) << error.what();
      return std::nullopt;
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
  EXPECT_EQ(state(), LogState::whole);
  write(log_, kLog + "more");
  EXPECT_EQ(state(), LogState::whole);
}

TEST_F(LogMark, RefusesALogThatLostItsEndOrHasOtherBytes) {
  mark_log(database_);
  fs::resize_file(log_, kLog.size() - 1);
  EXPECT_EQ(state(), std::nullopt);
  std::string flipped = kLog;
  flipped[150'000] ^= 1;
  write(log_, flipped);
  EXPECT_EQ(state(), std::nullopt);
}

TEST_F(LogMark, DoesNotKnowALogThatIsEmptyOrBeginsOtherwise) {
  mark_log(database_);
  write(log_, "");
  EXPECT_EQ(state(), LogState::unknown);
  write(log_, std::string(32, 'n') + "short");
  EXPECT_EQ(state(), LogState::unknown);
}

TEST_F(LogMark, ThatIsGarbageRefusesNothing) {
  mark_log(database_);
  fs::resize_file(log_, 1'000);
  write(mark_, std::string(60, '\0'));
  EXPECT_EQ(state(), LogState::unknown);
}

TEST_F(LogMark, GoesWhenTheLogWasEmptied) {
  mark_log(database_);
  unmark_emptied_log(database_);
  EXPECT_EQ(state(), LogState::whole);
  EXPECT_TRUE(fs::exists(mark_)) << "it is not empty";
  write(log_, "");
  unmark_emptied_log(database_);
  EXPECT_FALSE(fs::exists(mark_));
  EXPECT_EQ(state(), LogState::whole);
}

}  // namespace
}  // namespace weir::store
