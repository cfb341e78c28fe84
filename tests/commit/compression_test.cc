// Frames of a fixed number of plain bytes, and reading them again.
#include "commit/compression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "commit/directory.h"
#include "commit/error.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

std::string text_of(std::size_t size, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < size) text += "line " + std::to_string(random() % 5000) + "\n";
  text.resize(size);
  return text;
}

std::string compressed(std::string_view plain, std::size_t piece) {
  std::string bytes;
  Compressor compressor([&](std::string_view more) { bytes += more; });
  for (std::size_t at = 0; at < plain.size(); at += piece) compressor.append(plain.substr(at, piece));
  compressor.finish();
  return bytes;
}

class Compression : public testing::Test {
 protected:
  File write(const std::string& bytes) {
    std::ofstream(directory_ / "x.zst", std::ios::binary) << bytes;
    return *Directory(directory_.path()).find_file("x.zst");
  }
  static std::string read(Decompressor& decompressor, std::uint64_t offset, std::size_t size) {
    std::string bytes(size, '\0');
    bytes.resize(decompressor.read(offset, bytes));
    return bytes;
  }

  test::TemporaryDirectory directory_;
};

TEST_F(Compression, GivesTheSameBytesHoweverThePlainOnesCome) {
  const std::string plain = text_of(3 * kFrameBytes + 12345);
  const std::string whole = compressed(plain, plain.size());
  EXPECT_EQ(compressed(plain, 1000), whole);
  EXPECT_EQ(compressed(plain, kFrameBytes), whole);
  EXPECT_EQ(compressed(plain, kFrameBytes + 1), whole);
  EXPECT_LT(whole.size(), plain.size() / 2);
}

TEST_F(Compression, IsReadByZstd) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, kFrameBytes, 2 * kFrameBytes + 7}) {
    const std::string plain = text_of(size);
    write(compressed(plain, 4096));
    const std::string name = (directory_ / "x.zst").string();
    ASSERT_EQ(std::system(("zstd -q -dc '" + name + "' > '" + name + ".plain'").c_str()), 0) << size;
    std::ifstream file(name + ".plain", std::ios::binary);
    std::ostringstream read;
    read << file.rdbuf();
    EXPECT_TRUE(read.str() == plain) << size;
  }
}

TEST_F(Compression, IsReadAtAnyOffset) {
  const std::string plain = text_of(2 * kFrameBytes + 777);
  const File file = write(compressed(plain, plain.size()));
  Decompressor decompressor(file);
  std::mt19937 random(7);
  for (int i = 0; i < 40; ++i) {
    const std::size_t offset = random() % plain.size();
    const std::size_t size = random() % 300'000;
    ASSERT_TRUE(read(decompressor, offset, size) == plain.substr(offset, size)) << offset << " " << size;
  }
  EXPECT_EQ(read(decompressor, plain.size(), 10), "");
  EXPECT_EQ(read(decompressor, plain.size() + 100, 10), "");
  EXPECT_TRUE(read(decompressor, 0, plain.size() + 10) == plain);
}

TEST_F(Compression, ATruncatedOrChangedFileIsToldFromAWholeOne) {
  const std::string plain = text_of(kFrameBytes + 5);
  const std::string bytes = compressed(plain, plain.size());
  for (const std::size_t cut : {bytes.size() - 1, bytes.size() / 2, std::size_t{3}}) {
    const File file = write(bytes.substr(0, cut));
    Decompressor decompressor(file);
    EXPECT_THROW(read(decompressor, 0, plain.size() + 1), CommitError) << cut;
  }
  std::string changed = bytes;
  changed[bytes.size() / 2] = static_cast<char>(changed[bytes.size() / 2] ^ 1);
  const File file = write(changed);
  Decompressor decompressor(file);
  EXPECT_THROW(read(decompressor, 0, plain.size()), CommitError);
}

}  // namespace
}  // namespace weir::commit
