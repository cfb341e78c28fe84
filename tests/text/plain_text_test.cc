#include "text/plain_text.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "counted_memory.h"
#include "sdk_harness.h"

namespace weir::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> blocks_of(const Document& document) {
  std::vector<std::string> blocks;
  for (const Block& block : document.blocks())
    blocks.emplace_back(document.text().view().substr(block.begin, block.size()));
  return blocks;
}

harness::Answer read(std::string bytes, const char* invalid = "fail") {
  PlainText stage(harness::bind<PlainText::Params>({{"invalid", invalid}}));
  return harness::call(stage, harness::content(std::move(bytes), "notes/a.txt"));
}

TEST(PlainText, ParagraphsAreDividedByEmptyLines) {
  const harness::Answer answer = read("\n\n  One line,\nand another. \n \t\u00A0\nTwo.\r\n\r\nThree.");
  ASSERT_EQ(answer.documents.size(), 1u);
  EXPECT_THAT(blocks_of(answer.documents[0]), ElementsAre("One line,\nand another.", "Two.", "Three."));
}

TEST(PlainText, TextIsTheFileByteForByte) {
  const std::string bytes = "One.\n\nTwo €.\n";
  const harness::Answer answer = read(bytes);
  EXPECT_EQ(answer.documents.at(0).text().view(), bytes);
  EXPECT_EQ(answer.documents[0].text().source_range(6, 12), (Range{6, 12}));
}

TEST(PlainText, AByteOrderMarkIsNoText) {
  const harness::Answer answer = read("\xEF\xBB\xBFOne.");
  EXPECT_EQ(answer.documents.at(0).text().view(), "One.");
  EXPECT_EQ(answer.documents[0].text().source_range(), (Range{3, 7}));
}

TEST(PlainText, BytesThatAreNotUtf8FailOrAreReplaced) {
  const harness::Answer failed = read("caf\xE9 noir");
  EXPECT_THAT(failed.documents, IsEmpty());
  ASSERT_EQ(failed.failures.size(), 1u);
  EXPECT_EQ(failed.failures[0].reason, "not_utf8");
  EXPECT_EQ(failed.failures[0].message, "the byte at offset 3 is not UTF-8");

  const harness::Answer replaced = read("caf\xE9 noir \xE2\x82", "replace");
  const Text& text = replaced.documents.at(0).text();
  EXPECT_EQ(text.view(), "caf\uFFFD noir \uFFFD");
  EXPECT_EQ(text.source_range(3, 6), (Range{3, 4}));
  EXPECT_EQ(text.source_range(7, 11), (Range{5, 9}));
  EXPECT_EQ(text.source_range(12, 15), (Range{10, 12}));
}

TEST(PlainText, AnEmptyFileHasNoBlocks) {
  for (const char* bytes : {"", "\n", " \n\t\n"}) {
    const harness::Answer answer = read(bytes);
    ASSERT_EQ(answer.documents.size(), 1u);
    EXPECT_THAT(answer.documents[0].blocks(), IsEmpty());
  }
}

TEST(PlainText, SetsWhatIsKnownAboutTheFile) {
  const harness::Answer answer = read("x");
  EXPECT_EQ(answer.documents.at(0).metadata().to_table(), harness::table({{"id", "notes/a.txt"},
                                                                          {"source_path", "notes/a.txt"},
                                                                          {"source_range", nullptr},
                                                                          {"source_ranges", nullptr}}));
}

TEST(PlainText, LargeTextsLieWhereTheCallSays) {
  for (const char* end : {"", "\x80"}) {
    harness::CountedMemory memory;
    PlainText stage(harness::bind<PlainText::Params>({{"invalid", "replace"}}));
    const std::string bytes = std::string(LargeMemory::kSmallestBytes, 'x') + end;
    const harness::Answer answer = harness::call(stage, harness::content(bytes), {"out"}, &memory);
    EXPECT_TRUE(memory.holds(answer.documents.at(0)));
    EXPECT_EQ(memory.lent(), 1u);
  }
}

}  // namespace
}  // namespace weir::text
