#include "batch/file_memory.h"

#include <gtest/gtest.h>
#include <linux/magic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <weir/text_edit.h>

#include "batch/graph.h"

namespace weir::batch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLarge = std::size_t{32} << 20;

// Below the build tree and not the temporary directory, which may lie in memory.
class FileMemoryTest : public testing::Test {
 protected:
  FileMemoryTest() { fs::create_directories(directory_); }
  ~FileMemoryTest() override {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }

  const fs::path directory_ = fs::path(WEIR_BINARY_DIR) / ("file_memory_" + std::to_string(::getpid()));
};

// The mapping that holds an address, as the kernel tells of it.
struct Mapping {
  std::string file;             // empty where there is none
  std::uint64_t anonymous = 0;  // bytes
  std::uint64_t resident = 0;   // bytes
};

bool holds(std::string_view line, const void* address) {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  const char* const stop = line.data() + line.size();
  const auto first = std::from_chars(line.data(), stop, begin, 16);
  if (first.ec != std::errc() || first.ptr == stop || *first.ptr != '-') return false;
  std::from_chars(first.ptr + 1, stop, end, 16);
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  return begin <= at && at < end;
}

Mapping mapping_of(const void* address) {
  std::ifstream maps("/proc/self/smaps");
  Mapping mapping;
  bool found = false;
  for (std::string line; std::getline(maps, line);) {
    if (!found) {
      found = holds(line, address);
      const std::size_t path = line.find('/');
      if (found && path != std::string::npos) mapping.file = line.substr(path);
    } else if (line.starts_with("Rss:")) {
      mapping.resident = std::stoull(line.substr(4)) * 1024;
    } else if (line.starts_with("Anonymous:")) {
      mapping.anonymous = std::stoull(line.substr(10)) * 1024;
      break;
    }
  }
  return mapping;
}

// Keeps what was logged.
class Lines final : public Logger {
 public:
  void write(LogLevel level, std::string_view message) override { lines.emplace_back(level, message); }
  std::vector<std::pair<LogLevel, std::string>> lines;
};

TEST_F(FileMemoryTest, LiesInAFileAndNotInAnonymousMemory) {
  FileMemory memory(directory_);
  auto* const at = static_cast<char*>(memory.allocate(kLarge));
  std::memset(at, 'x', kLarge);
  const Mapping mapping = mapping_of(at);
  EXPECT_TRUE(mapping.file.starts_with(directory_.string())) << mapping.file;
  EXPECT_EQ(mapping.anonymous, 0u);
  memory.release(at, kLarge);
  EXPECT_EQ(mapping_of(at).resident, 0u);
}

// The file's blocks on the disk. It has no name, but the kernel leads to it where it lets the process look.
TEST_F(FileMemoryTest, HasItsRoomOnTheDiskBeforeItIsWritten) {
  FileMemory memory(directory_);
  void* const at = memory.allocate(kLarge);
  struct stat file {};
  int error = ENOENT;
  for (const auto& entry : fs::directory_iterator("/proc/self/map_files")) {
    std::error_code ignored;
    if (!fs::read_symlink(entry.path(), ignored).string().starts_with(directory_.string())) continue;
    error = ::stat(entry.path().c_str(), &file) == 0 ? 0 : errno;
  }
  memory.release(at, kLarge);
  if (error == EPERM || error == EACCES) GTEST_SKIP() << "not allowed to look at what is mapped";
  ASSERT_EQ(error, 0);
  EXPECT_GE(static_cast<std::size_t>(file.st_blocks) * 512, kLarge);
}

TEST_F(FileMemoryTest, LeavesNoNameBehind) {
  FileMemory memory(directory_);
  void* const at = memory.allocate(kLarge);
  EXPECT_TRUE(fs::is_empty(directory_));
  memory.release(at, kLarge);
  EXPECT_TRUE(fs::is_empty(directory_));
}

TEST_F(FileMemoryTest, LeavesNothingBehindWhenTheProcessIsKilled) {
  const pid_t child = ::fork();
  if (child == 0) {
    FileMemory memory(directory_);
    std::memset(memory.allocate(kLarge), 'x', kLarge);
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(fs::is_empty(directory_));
}

// What is used in place of a file: memory that can be written to, and a line in the log, once.
void expect_anonymous(const std::string& directory, const std::string& why, std::size_t bytes = kLarge) {
  Lines log;
  FileMemory memory(directory, &log);
  auto* const first = static_cast<char*>(memory.allocate(bytes));
  auto* const second = static_cast<char*>(memory.allocate(bytes));
  std::memset(first, 'x', kLarge);
  second[bytes - 1] = 'y';
  EXPECT_EQ(mapping_of(first).file, "");
  EXPECT_EQ(mapping_of(first + bytes / 2).file, "");
  memory.release(first, bytes);
  memory.release(second, bytes);
  ASSERT_EQ(log.lines.size(), 1u);
  EXPECT_EQ(log.lines[0].first, LogLevel::warning);
  EXPECT_NE(log.lines[0].second.find(directory), std::string::npos) << log.lines[0].second;
  EXPECT_NE(log.lines[0].second.find(why), std::string::npos) << log.lines[0].second;
}

TEST_F(FileMemoryTest, LiesInMemoryWhereTheDirectoryDoes) {
  struct statfs system {};
  if (::statfs("/dev/shm", &system) != 0 || system.f_type != TMPFS_MAGIC) GTEST_SKIP() << "no tmpfs at /dev/shm";
  expect_anonymous("/dev/shm", "not supported");
}

TEST_F(FileMemoryTest, LiesInMemoryWhereThereIsNoDirectory) {
  expect_anonymous((directory_ / "missing").string(), "No such file");
}

TEST_F(FileMemoryTest, LeavesHalfOfTheRoomOnTheDiskToOthers) {
  struct statfs system {};
  ASSERT_EQ(::statfs(directory_.c_str(), &system), 0);
  const std::size_t free = system.f_bavail * static_cast<std::size_t>(system.f_bsize);
  if (free < 2 * kLarge || free > std::size_t{1} << 45) GTEST_SKIP() << "the disk is too small, or too large";
  expect_anonymous(directory_.string(), "No space left", free / 8 * 5);
}

TEST_F(FileMemoryTest, LiesInMemoryWhereFilesMayNotBeThatLarge) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit less{kLarge / 2, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &less), 0);
  expect_anonymous(directory_.string(), "too large");
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
}

TEST_F(FileMemoryTest, GivesEveryThreadItsOwn) {
  FileMemory memory(directory_);
  const auto work = [&memory](char letter) {
    for (int round = 0; round < 4; ++round) {
      TextBytes bytes(LargeMemory::kSmallestBytes, letter, &memory);
      EXPECT_EQ(static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), letter)), bytes.size());
    }
  };
  std::jthread one(work, 'a');
  std::jthread other(work, 'b');
}

TEST_F(FileMemoryTest, HoldsTheTextsOfABatchFromStageToStage) {
  FileMemory memory(directory_);
  int in_files = 0;
  Graph graph;
  const auto files = graph.source();
  const auto written = graph.transform("written", files, [](Document document, Emitter& out) {
    TextBytes bytes(out.large_memory());
    bytes.assign(kLarge, 'x');
    bytes += document.text().view();
    document.set_text(Text::verbatim(std::move(bytes), 0));
    out.emit(std::move(document));
  });
  const auto edited = graph.transform("edited", written, [](Document document, Emitter& out) {
    TextEdit edit(document);
    edit.erase(0, 1);
    edit.apply();
    out.emit(std::move(document));
  });
  const auto read = graph.sink("read", edited, [&](const Document& document, RecordWriter& out) {
    in_files += mapping_of(document.text().view().data()).file.empty() ? 0 : 1;
    out.append(document.text().view().substr(kLarge - 2));
    out.end_record();
  });
  const auto batch = graph.run({"a", "b"}, {.large_memory = &memory});
  EXPECT_EQ(Graph::written(*batch, read), "xaxb");
  EXPECT_EQ(in_files, 2);
}

}  // namespace
}  // namespace weir::batch
