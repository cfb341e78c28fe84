#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include "observe/memory_peak.h"
#include "schedule/process_memory.h"

namespace weir::observe {
namespace {

constexpr std::size_t kBytes = std::size_t{64} << 20;

TEST(ProcessMemory, CountsAnonymousPagesThatAreTouched) {
  const std::uint64_t before = schedule::unreclaimable_bytes();
  ASSERT_GT(before, 0u);
  void* memory = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  std::memset(memory, 1, kBytes);
  EXPECT_GE(schedule::unreclaimable_bytes(), before + kBytes / 10 * 9);
  ::munmap(memory, kBytes);
}

TEST(MemoryPeak, RemembersWhatIsGoneAgain) {
  MemoryPeak peak;
  const std::uint64_t before = schedule::unreclaimable_bytes();
  void* memory = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  std::memset(memory, 1, kBytes);
  while (peak.bytes() < before + kBytes / 10 * 9) usleep(1000);
  ::munmap(memory, kBytes);
  EXPECT_GE(peak.bytes(), before + kBytes / 10 * 9);
}

}  // namespace
}  // namespace weir::observe
