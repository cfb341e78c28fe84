#include "observe/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace weir::observe {
namespace {

TEST(Log, EscapesWhatWouldBreakALineOrATerminal) {
  EXPECT_EQ(log_line("T", LogLevel::warning, "a \"b\"\n\x1b[2J\\"),
            R"({"time":"T","level":"warning","message":"a \"b\"\u000a\u001b[2J\\"})");
}

TEST(Log, KeepsEveryLineInTheFile) {
  const auto directory = std::filesystem::temp_directory_path() / ("weir_log_" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  const std::string path = (directory / "run.jsonl").string();
  {
    const auto log = open_log(path);
    log->write(LogLevel::info, "first");
    log->write(LogLevel::error, "second");
  }
  std::ifstream file(path);
  std::string first;
  std::string second;
  std::getline(file, first);
  std::getline(file, second);
  EXPECT_NE(first.find(R"("level":"info","message":"first"})"), std::string::npos);
  EXPECT_NE(second.find(R"("level":"error","message":"second"})"), std::string::npos);
  std::filesystem::remove_all(directory);
}

TEST(Log, SaysWhenItCannotBeOpened) { EXPECT_THROW(open_log("/proc/none/run.jsonl"), std::exception); }

}  // namespace
}  // namespace weir::observe
