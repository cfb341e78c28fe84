#include <weir/scratch.h>

#include <malloc.h>

#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace weir {
namespace {

TEST(Scratch, GivesMemoryThatIsAlignedAndApart) {
  Scratch scratch;
  std::mt19937 random(1);
  for (int call = 0; call < 20; ++call) {
    std::vector<std::pair<unsigned char*, std::size_t>> pieces;
    for (int i = 0; i < 200; ++i) {
      const std::size_t alignment = std::size_t{1} << random() % 7;
      const std::size_t size = random() % (i % 50 == 0 ? 200000 : 500);
      auto* piece = static_cast<unsigned char*>(scratch.allocate(size, alignment));
      ASSERT_EQ(reinterpret_cast<std::uintptr_t>(piece) % alignment, 0u);
      std::memset(piece, i, size);
      pieces.emplace_back(piece, size);
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      for (std::size_t at = 0; at < pieces[i].second; ++at)
        ASSERT_EQ(pieces[i].first[at], static_cast<unsigned char>(i));
    }
    scratch.reset();
  }
}

TEST(Scratch, GivesTheSameMemoryToTheNextCall) {
  Scratch scratch;
  const void* first = scratch.allocate(100);
  scratch.reset();
  EXPECT_EQ(scratch.allocate(100), first);
}

TEST(Scratch, HoldsStandardContainers) {
  Scratch scratch;
  std::pmr::vector<std::pmr::string> words(&scratch);
  for (int i = 0; i < 1000; ++i) words.emplace_back("a word that is too long to lie in the string itself");
  EXPECT_EQ(words.back(), "a word that is too long to lie in the string itself");
  EXPECT_EQ(words.back().get_allocator().resource(), &scratch);
}

// Asks the C library, which has pieces of this size mapped one by one; under AddressSanitizer it knows nothing.
TEST(Scratch, GivesBackWhatIsMoreThanACallUsuallyNeeds) {
  constexpr std::size_t kHuge = std::size_t{64} << 20;
  Scratch scratch;
  const std::size_t before = mallinfo2().hblkhd;
  for (int call = 0; call < 3; ++call) {
    auto* piece = static_cast<char*>(scratch.allocate(kHuge));
    piece[0] = piece[kHuge - 1] = 'x';
    std::memset(scratch.allocate(10), 0, 10);
    scratch.reset();
    EXPECT_LT(mallinfo2().hblkhd, before + Scratch::kKeptBytes);
  }
}

}  // namespace
}  // namespace weir
