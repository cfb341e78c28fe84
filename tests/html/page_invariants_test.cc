#include "html/page_invariants.h"

#include <gtest/gtest.h>

#include "html/pages.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

void expect_invariants(const std::filesystem::path& folder) {
  int read = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string page = harness::read_file(file.path());
    for (const std::size_t piece_bytes : {1, 2, 7, 64}) {
      EXPECT_EQ(broken_invariant(page, piece_bytes), "") << file.path() << " in pieces of " << piece_bytes;
    }
    ++read;
  }
  EXPECT_GT(read, 10);
}

TEST(PageInvariants, HoldForTheSeedsOfTheFuzzer) {
  expect_invariants(std::filesystem::path(WEIR_SOURCE_DIR) / "tests/html/fuzz_seeds");
}

TEST(PageInvariants, HoldForHostilePages) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "the corpus is absent: set WEIR_CORPUS";
  expect_invariants(*corpus / "hostile/html");
  expect_invariants(*corpus / "hostile/xml");
}

}  // namespace
}  // namespace weir::html
