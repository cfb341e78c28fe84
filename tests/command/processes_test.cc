// Whatever a program does with its streams and with others that it starts, the call ends, and nothing of it is left.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "command/called.h"

namespace weir::command {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

void wait_a_little() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }
void wait_for(const fs::path& file) {
  while (!fs::exists(file)) wait_a_little();
}

// Whether a process runs: one that nobody has reaped yet does not.
bool runs(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string stat;
  std::getline(file, stat);
  const std::size_t name_end = stat.rfind(") ");
  return name_end != std::string::npos && stat[name_end + 2] != 'Z' && stat[name_end + 2] != 'X';
}
// A signal to another process takes its time.
void wait_until_gone(const std::string& pid) {
  while (runs(pid)) wait_a_little();
}

bool no_child_is_left() {
  int status = 0;
  return ::waitpid(-1, &status, WNOHANG) < 0 && errno == ECHILD;
}

std::vector<std::string> words_in(const fs::path& file) {
  std::istringstream in(harness::read_file(file));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// 10 MB of lines that differ.
const std::string& large_text() {
  static const std::string kText = [] {
    std::string text;
    for (int i = 0; text.size() < 10'000'000; ++i) text += std::to_string(i) + "\n";
    return text;
  }();
  return kText;
}

class Processes : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  // What a shell writes so that it is there as a whole or not at all.
  std::string note(const std::string& what, const std::string& name) const {
    return "echo " + what + " > '" + path(name) + ".new'; mv '" + path(name) + ".new' '" + path(name) + "'; ";
  }
  std::string until(const std::string& name) const {
    return "until [ -e '" + path(name) + "' ]; do sleep 0.01; done; ";
  }

  const harness::TemporaryDirectory folder_;
};

TEST_F(Processes, ALargeTextGoesInAndComesOut) {
  EXPECT_TRUE(text(answer(made({"cat"}), large_text())) == large_text());
}

TEST_F(Processes, AProgramMayWriteMuchBeforeItReads) {
  EXPECT_TRUE(text(answer(shell("yes 0123456 | head -c 8000000; cat"), large_text())).ends_with(large_text()));
}

TEST_F(Processes, AProgramNeedNotReadItsInput) {
  EXPECT_EQ(text(answer(shell("echo done"), large_text())), "done\n");
  EXPECT_EQ(text(answer(shell("exec <&-; sleep 0.1; echo done"), large_text())), "done\n");
  EXPECT_EQ(text(answer(made({"head", "-n", "2"}), large_text())), "0\n1\n");
}

TEST_F(Processes, AProgramMayCloseItsOutputAndGoOn) {
  EXPECT_EQ(text(answer(shell("echo done; exec >&- 2>&-; sleep 0.1"), large_text())), "done\n");
}

TEST_F(Processes, AFloodOfStandardErrorStopsNobody) {
  const std::string flood = "head -c 10000000 /dev/zero | tr '\\0' x >&2; echo >&2; ";
  EXPECT_TRUE(text(answer(shell(flood + "cat"), large_text())) == large_text());
  EXPECT_EQ(failure(answer(shell(flood + "echo the end >&2; exit 3"), large_text())),
            "rejected command.failed: `sh` ended with exit code 3: the end");
}

TEST_F(Processes, BrokenPipesAreNoSignalToAnybodyLater) {
  answer(shell("exit 0"), large_text());
  sigset_t pending;
  sigpending(&pending);
  EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
}

TEST_F(Processes, ItsSignalsAreAsIfAUserHadStartedIt) {
  constexpr std::uint64_t kOfUsers = (std::uint64_t{1} << 31) - 1;  // 32 and 33 are the C library's own
  struct sigaction before {};
  struct sigaction ignored {};
  ignored.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignored, &before);
  sigset_t held;
  sigset_t usual;
  sigemptyset(&held);
  sigaddset(&held, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &held, &usual);
  const std::string status = text(answer(made({"awk", "/^Sig(Ign|Blk)/ {print $2}", "/proc/self/status"}), ""));
  pthread_sigmask(SIG_SETMASK, &usual, nullptr);
  sigaction(SIGPIPE, &before, nullptr);
  std::istringstream masks(status);
  int count = 0;
  for (std::string mask; masks >> mask; ++count) EXPECT_EQ(std::stoull(mask, nullptr, 16) & kOfUsers, 0U) << status;
  EXPECT_EQ(count, 2);
}

TEST_F(Processes, WhatAProgramLeavesRunningIsKilledAndNotWaitedFor) {
  const std::string pid = text(answer(shell("sleep 1000 & echo $!"), ""));
  ASSERT_THAT(pid, ::testing::MatchesRegex("[0-9]+\n"));
  wait_until_gone(pid.substr(0, pid.size() - 1));
  EXPECT_TRUE(no_child_is_left());
}

TEST_F(Processes, AStopKillsTheWholeGroupAndLeavesNoProcess) {
  std::atomic<bool> stop = false;
  std::thread stopper([&] {
    wait_for(path("pids"));
    stop = true;
  });
  const harness::Answer answered =
      answer(shell("trap '' TERM INT HUP; sleep 1000 & (sleep 1000; true) & " + note("$$ $!", "pids") + "wait"),
             large_text(), &stop);
  stopper.join();
  EXPECT_THAT(answered.documents, IsEmpty());
  EXPECT_THAT(answered.failures, IsEmpty());
  EXPECT_TRUE(no_child_is_left());
  const std::vector<std::string> pids = words_in(path("pids"));
  ASSERT_EQ(pids.size(), 2u);
  for (const std::string& pid : pids) wait_until_gone(pid);
}

TEST_F(Processes, TooMuchOutputKillsTheWholeGroup) {
  const Command stage =
      made({"sh", "-c", "sleep 1000 & " + note("$!", "pids") + "yes"}, harness::table({{"max_output", "1MB"}}));
  EXPECT_THAT(failure(answer(stage, "")), HasSubstr("command.output"));
  EXPECT_TRUE(no_child_is_left());
  wait_until_gone(words_in(path("pids")).at(0));
}

TEST_F(Processes, SixteenAtOnceEachGetTheirOwnText) {
  std::vector<std::thread> threads;
  threads.reserve(16);
  std::vector<int> right(16);
  for (int thread = 0; thread < 16; ++thread) {
    threads.emplace_back([thread, &right] {
      for (int i = 0; i < 20; ++i) {
        const std::string own = large_text().substr(thread * 1000, 300'000) + std::to_string(i);
        right[thread] += text(answer(made({"cat"}), own)) == own ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(right, ::testing::Each(20));
  EXPECT_TRUE(no_child_is_left());
}

// If the second held the first one's input open, the first would not come to its end while the second runs.
TEST_F(Processes, NoProgramHoldsThePipesOfAnother) {
  std::string first;
  std::thread reader([&] {
    first = text(answer(shell("exec 2>&1; " + note("1", "first") + until("second") + "tail -n 1"), large_text()));
  });
  wait_for(path("first"));
  const std::string open = text(
      answer(shell("n=0; while [ $n -lt 256 ]; do [ -e /proc/$$/fd/$n ] && echo $n; n=$((n + 1)); done; true"), ""));
  folder_.write("second", "");
  reader.join();
  EXPECT_EQ(open, "0\n1\n2\n");
  EXPECT_TRUE(large_text().ends_with("\n" + first));
}

// Other parts of weir start processes, too: workers, a supervisor's engine.
TEST_F(Processes, ItsPipesAreClosedInWhateverElseIsStarted) {
  const auto inherited = [] {
    std::set<int> open;
    for (int number = 3; number < 1024; ++number) {
      const int flags = ::fcntl(number, F_GETFD);
      if (flags >= 0 && (flags & FD_CLOEXEC) == 0) open.insert(number);
    }
    return open;
  };
  const std::set<int> before = inherited();
  std::thread caller([&] { answer(shell(note("1", "begun") + until("seen")), large_text()); });
  wait_for(path("begun"));
  const std::set<int> during = inherited();
  folder_.write("seen", "");
  caller.join();
  EXPECT_EQ(during, before);
}

TEST_F(Processes, NoDescriptorOfWeirIsOpenInTheProgram) {
  const int number = ::fcntl(::open("/dev/null", O_RDONLY | O_CLOEXEC), F_DUPFD, 60);
  ASSERT_GE(number, 60);
  EXPECT_EQ(text(answer(made({"test", "!", "-e", "/proc/self/fd/" + std::to_string(number)}), "")), "");
  ::close(number);
}

}  // namespace
}  // namespace weir::command
