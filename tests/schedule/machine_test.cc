#include "schedule/machine.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace weir::schedule {
namespace {

namespace fs = std::filesystem;

// A root directory that holds the kernel's files of a machine as the test describes it.
class MachineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "weir-machine-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& content) {
    const fs::path file = root_ / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << content;
  }
  void has_available(std::uint64_t kibibytes) {
    write("proc/meminfo", "MemTotal:       24731708 kB\nMemFree:        20000000 kB\nMemAvailable:   " +
                              std::to_string(kibibytes) + " kB\nBuffers: 1 kB\n");
  }
  std::uint64_t memory() const { return usable_memory(root_).value_or(UsableMemory{}).bytes; }
  unsigned cpus() const { return usable_cpus(root_).count; }

  fs::path root_;
};

// Narrows the thread that it runs on to one CPU, and back.
class OneCpu {
 public:
  OneCpu() {
    sched_getaffinity(0, sizeof(before_), &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
      if (CPU_ISSET(cpu, &before_)) {
        CPU_SET(cpu, &one);
        break;
      }
    }
    sched_setaffinity(0, sizeof(one), &one);
  }
  ~OneCpu() { sched_setaffinity(0, sizeof(before_), &before_); }
  OneCpu(const OneCpu&) = delete;
  OneCpu& operator=(const OneCpu&) = delete;

 private:
  cpu_set_t before_;
};

TEST_F(MachineTest, WithoutALimitWhatIsAvailableCounts) {
  has_available(1000);
  write("proc/self/cgroup", "0::/user.slice\n");
  write("sys/fs/cgroup/user.slice/memory.max", "max\n");
  EXPECT_EQ(memory(), 1000U * 1024);
  EXPECT_EQ(usable_memory(root_)->source, "MemAvailable");
}

TEST_F(MachineTest, TheLowestLimitOfAllGroupsAboveCounts) {
  has_available(1000000);
  write("proc/self/cgroup", "0::/a/b/c\n");
  write("sys/fs/cgroup/a/memory.max", "5000\n");
  write("sys/fs/cgroup/a/b/memory.max", "4000\n");
  write("sys/fs/cgroup/a/b/c/memory.max", "max\n");
  EXPECT_EQ(memory(), 4000U);
  EXPECT_EQ(usable_memory(root_)->source, (root_ / "sys/fs/cgroup/a/b/memory.max").string());
}

TEST_F(MachineTest, VersionOneIsReadBesideVersionTwo) {
  has_available(1000000);
  write("proc/self/cgroup", "9:name=systemd:/\n4:memory:/job/7\n2:cpu,cpuacct:/job\n0::/\n");
  write("sys/fs/cgroup/memory/job/7/memory.limit_in_bytes", "9223372036854771712\n");
  write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "123456\n");
  EXPECT_EQ(memory(), 123456U);
}

TEST_F(MachineTest, APathOfTheHostFallsBackToTheOutermostGroup) {
  has_available(1000000);
  write("proc/self/cgroup", "4:memory:/docker/0123456789abcdef\n");
  write("sys/fs/cgroup/memory/memory.limit_in_bytes", "777\n");
  EXPECT_EQ(memory(), 777U);
}

TEST_F(MachineTest, ALimitAboveWhatIsAvailablePromisesNothing) {
  has_available(10);
  write("proc/self/cgroup", "0::/\n");
  write("sys/fs/cgroup/memory.max", "99999999999\n");
  EXPECT_EQ(memory(), 10U * 1024);
}

TEST_F(MachineTest, AKernelThatTellsNothingGivesNothing) {
  EXPECT_FALSE(usable_memory(root_));
  write("proc/self/cgroup", "not a group\n");
  write("proc/meminfo", "MemTotal: many kB\n");
  EXPECT_FALSE(usable_memory(root_));
}

TEST_F(MachineTest, CpusAreThoseOfTheAffinity) {
  EXPECT_GE(cpus(), 1U);
  EXPECT_EQ(usable_cpus(root_).source, "affinity");
  const OneCpu narrowed;
  EXPECT_EQ(cpus(), 1U);
}

TEST_F(MachineTest, AQuotaOfVersionTwoIsRoundedUp) {
  if (std::thread::hardware_concurrency() < 2) {
    GTEST_SKIP() << "a quota shows only on a machine with two CPUs";
  }
  write("proc/self/cgroup", "0::/job\n");
  write("sys/fs/cgroup/job/cpu.max", "30000 100000\n");
  EXPECT_EQ(cpus(), 1U);
  EXPECT_EQ(usable_cpus(root_).source, (root_ / "sys/fs/cgroup/job/cpu.max").string());
  write("sys/fs/cgroup/job/cpu.max", "110000 100000\n");
  EXPECT_EQ(cpus(), std::min(2U, usable_cpus("/").count));
  write("sys/fs/cgroup/job/cpu.max", "max 100000\n");
  EXPECT_EQ(usable_cpus(root_).source, "affinity");
}

TEST_F(MachineTest, AQuotaOfVersionOneIsFoundUnderItsControllers) {
  write("proc/self/cgroup", "2:cpu,cpuacct:/job\n");
  write("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "100000\n");
  write("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpus(), 1U);
  write("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(usable_cpus(root_).source, "affinity");
}

TEST(Machine, ThisOneTellsBoth) {
  EXPECT_GT(usable_memory().value_or(UsableMemory{}).bytes, 0U);
  EXPECT_GE(usable_cpus().count, 1U);
}

TEST_F(MachineTest, WhatCanStillBeHadIsTheRoomBelowTheLimitWithoutPagesOfFiles) {
  has_available(8'000'000);
  write("proc/self/cgroup", "0::/job\n");
  write("sys/fs/cgroup/job/memory.max", "1000000000\n");
  write("sys/fs/cgroup/job/memory.stat", "anon 300000000\nfile 900000000\nshmem 50000000\nunevictable 1000000\n");
  EXPECT_EQ(available_now(root_), 649'000'000u);
  has_available(1000);
  EXPECT_EQ(available_now(root_), 1'024'000u);
}

TEST_F(MachineTest, StressIsThatOfTheGroupOrElseOfTheMachine) {
  write("proc/self/cgroup", "0::/job\n");
  write("proc/pressure/memory", "some avg10=9.00 avg60=1.00\nfull avg10=7.50 avg60=1.00\n");
  EXPECT_DOUBLE_EQ(memory_stress(root_).pressure, 7.5);
  write("sys/fs/cgroup/job/memory.pressure", "some avg10=9.00 avg60=1.00\nfull avg10=2.25 avg60=1.00\n");
  write("sys/fs/cgroup/job/memory.events", "low 0\nhigh 5\nmax 9\noom 3\noom_kill 1\n");
  EXPECT_DOUBLE_EQ(memory_stress(root_).pressure, 2.25);
  EXPECT_EQ(memory_stress(root_).out_of_memory, 3u);
}

TEST_F(MachineTest, NamesTheOtherProcessThatHoldsMost) {
  EXPECT_EQ(largest_other_process(root_), "");
  write("proc/7/status", "Name:\tsmall\nRssAnon:\t1024 kB\nRssShmem:\t0 kB\n");
  write("proc/7/comm", "small\n");
  write("proc/9/status", "Name:\tlarge\nRssAnon:\t1024 kB\nRssFile:\t9 kB\nRssShmem:\t1024 kB\n");
  write("proc/9/comm", "large\n");
  EXPECT_EQ(largest_other_process(root_), "large (pid 9), 2 MiB");
}

}  // namespace
}  // namespace weir::schedule
