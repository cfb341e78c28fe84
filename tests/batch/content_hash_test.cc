#include "batch/content_hash.h"

#include <gtest/gtest.h>

#include "checksum/checksum.h"

namespace weir::batch {
namespace {

const std::string kBytes = "the bytes of a file, read in pieces of any size";

TEST(ContentHash, IsThatOfTheWholeHoweverItIsRead) {
  ContentHash at_once(kBytes.size());
  at_once.add(0, kBytes);
  EXPECT_EQ(at_once.value(), checksum::file_hash(kBytes));
  for (std::size_t window = 1; window < kBytes.size(); ++window) {
    ContentHash hash(kBytes.size());
    for (std::size_t at = 0; at < kBytes.size(); at += window)
      hash.add(at, std::string_view(kBytes).substr(at, window));
    EXPECT_EQ(hash.value(), checksum::file_hash(kBytes));
  }
}

TEST(ContentHash, TakesNoByteTwice) {
  ContentHash hash(kBytes.size());
  hash.add(0, kBytes.substr(0, 10));
  hash.add(0, kBytes.substr(0, 20));
  hash.add(5, kBytes.substr(5, 3));
  hash.add(15, kBytes.substr(15));
  hash.add(0, kBytes);
  EXPECT_EQ(hash.value(), checksum::file_hash(kBytes));
}

TEST(ContentHash, IsUnknownWhereAPartWasPassedOver) {
  ContentHash hash(kBytes.size());
  EXPECT_EQ(hash.value(), "");
  hash.add(1, kBytes.substr(1));
  EXPECT_EQ(hash.value(), "");
  hash.add(0, kBytes.substr(0, kBytes.size() - 1));
  EXPECT_EQ(hash.value(), "");
}

TEST(ContentHash, OfNothingIsKnown) { EXPECT_EQ(ContentHash(0).value(), checksum::file_hash("")); }

}  // namespace
}  // namespace weir::batch
