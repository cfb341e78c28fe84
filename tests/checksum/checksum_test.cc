#include "checksum/checksum.h"

#include <gtest/gtest.h>

namespace weir::checksum {
namespace {

TEST(Checksums, AreThoseOfTheSpecification) {
  EXPECT_EQ(ExtentChecksum().value(), 0x2d06800538d394c2);
  EXPECT_EQ(file_hash(""), "99aa06d3014798d86001c324468d497f");
}

TEST(Checksums, DoNotDependOnHowTheBytesCome) {
  const std::string bytes(10'000, 'w');
  ExtentChecksum whole, pieces;
  FileHash hash;
  whole.add(bytes);
  for (std::size_t at = 0; at < bytes.size(); at += 333) {
    pieces.add(std::string_view(bytes).substr(at, 333));
    hash.add(std::string_view(bytes).substr(at, 333));
  }
  EXPECT_EQ(whole.value(), pieces.value());
  EXPECT_EQ(hash.value(), file_hash(bytes));
}

}  // namespace
}  // namespace weir::checksum
