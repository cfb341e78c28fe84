// A filing of any size takes a quarter of its size and 16 MB at most: of memory that the system cannot take back.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "cli/process.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;

// Not in the temporary directory, which may lie in memory itself.
class Disk {
 public:
  Disk() { fs::create_directories(path_); }
  ~Disk() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  const fs::path& path() const { return path_; }

 private:
  const fs::path path_ = fs::path(WEIR_BINARY_DIR) / ("large_filing_" + std::to_string(::getpid()));
};

// Anonymous and shared pages of a process, in bytes.
std::uint64_t unreclaimable(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  std::uint64_t bytes = 0;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:") || line.starts_with("RssShmem:")) bytes += std::stoull(line.substr(9)) * 1024;
  }
  return bytes;
}

// The process and all that it has started, as far as they live.
std::vector<pid_t> with_children(pid_t pid) {
  std::vector<pid_t> found{pid};
  for (std::size_t i = 0; i < found.size(); ++i) {
    std::error_code ended;
    for (const auto& thread : fs::directory_iterator("/proc/" + std::to_string(found[i]) + "/task", ended)) {
      std::ifstream children(thread.path() / "children");
      for (pid_t child = 0; children >> child;) found.push_back(child);
    }
  }
  return found;
}

// A page that is nearly all text, in paragraphs.
void write_filing(const fs::path& path, std::uint64_t bytes) {
  fs::create_directories(path.parent_path());
  const std::string paragraph =
      "<p>Our business is subject to risks, and much of what may harm it is beyond our control. Prices of what we buy "
      "may rise, customers may pay late or not at all, and those who lend to us may ask for more than we can give; any "
      "of these could materially and adversely affect our results of operations.</p>\n";
  std::ofstream file(path, std::ios::binary);
  for (std::uint64_t written = 0; written < bytes; written += paragraph.size()) file << paragraph;
}

// In a thread, and in a process of its own.
class LargeFiling : public ::testing::TestWithParam<std::string> {
 protected:
  std::vector<std::string> arguments(const std::string& filings) const {
    return {"run",
            (graphs() / "sec_risk_factors.toml").string(),
            (disk_.path() / filings).string(),
            "--directory",
            run_.string(),
            "--fresh",
            "--quiet",
            "--no-supervise",
            "--set",
            "classes.all.isolation=" + GetParam()};
  }
  // What a run on the filings takes at its peak, its worker included.
  std::uint64_t peak(const std::string& filings) const {
    Running run(arguments(filings), disk_.path());
    std::uint64_t most = 0;
    while (!run.ended()) {
      std::uint64_t now = 0;
      for (const pid_t each : with_children(run.pid())) now += unreclaimable(each);
      most = std::max(most, now);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(run.wait(), 0);
    return most;
  }

  const Disk disk_;
  const fs::path run_ = disk_.path() / "run";
};

TEST_P(LargeFiling, TakesAQuarterOfItsSizeAtMost) {
  constexpr std::uint64_t kBytes = 200'000'000;
  write_filing(disk_.path() / "small/filing.htm", 1000);
  write_filing(disk_.path() / "large/filing.htm", kBytes);
  const std::uint64_t before = peak("small");
  EXPECT_LE(peak("large"), before + kBytes / 4 + 16'000'000);
}

TEST_P(LargeFiling, LeavesNothingBehindInTheRunDirectoryWhenItIsKilled) {
  write_filing(disk_.path() / "large/filing.htm", 100'000'000);
  {
    Running run(arguments("large"), disk_.path());
    const auto has_text = [this](pid_t each) {
      const std::string maps = read_file("/proc/" + std::to_string(each) + "/maps");
      return maps.find((run_ / "#").string()) != std::string::npos ||
             maps.find((run_ / "large/#").string()) != std::string::npos;
    };
    const auto any_has_text = [&] {
      const std::vector<pid_t> all = with_children(run.pid());
      return std::any_of(all.begin(), all.end(), has_text);
    };
    // Until its text lies in a file.
    while (!run.ended() && !any_has_text()) std::this_thread::yield();
    ASSERT_FALSE(run.ended());
    run.send(SIGKILL);
    run.wait();
  }
  for (const auto& [name, bytes] : tree(run_)) {
    EXPECT_TRUE(name == "lock" || name == "slots" || name == "ballast" || name.starts_with("store.sqlite") ||
                name.starts_with("logs/") || name.starts_with("out/.weir/"))
        << name;
  }
}

INSTANTIATE_TEST_SUITE_P(In, LargeFiling, ::testing::Values("thread", "process"),
                         [](const auto& place) { return place.param; });

}  // namespace
}  // namespace weir::testing
