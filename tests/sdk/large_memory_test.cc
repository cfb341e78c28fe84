#include <weir/large_memory.h>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include <weir/document.h>
#include <weir/text_edit.h>

#include "counted_memory.h"
#include "sdk_harness.h"

namespace weir {
namespace {

constexpr std::size_t kLarge = LargeMemory::kSmallestBytes;

using harness::CountedMemory;

Document document_of(TextBytes bytes) {
  Document document = Document::begin(harness::origin("large.txt"));
  document.set_text(Text::verbatim(std::move(bytes), 0));
  return document;
}

TEST(LargeMemory, HoldsLargeTextsAndTheHeapHoldsSmallOnes) {
  CountedMemory memory;
  const Document small = document_of(TextBytes(kLarge / 2, 'x', &memory));
  const Document large = document_of(TextBytes(kLarge, 'x', &memory));
  EXPECT_FALSE(memory.holds(small));
  EXPECT_TRUE(memory.holds(large));
  EXPECT_EQ(memory.allocations, 1);
}

TEST(LargeMemory, TakesATextThatBecomesLarge) {
  CountedMemory memory;
  TextBytes bytes(&memory);
  std::string expected;
  for (std::size_t i = 0; bytes.size() < kLarge + 1; ++i) {
    const std::string piece(100'000, static_cast<char>('a' + i % 26));
    bytes += piece;
    expected += piece;
  }
  EXPECT_EQ(std::string_view(bytes), std::string_view(expected));
  EXPECT_EQ(memory.lent(), 1u);
}

TEST(LargeMemory, TakesBackWhatDocumentsHeld) {
  CountedMemory memory;
  {
    Document first = document_of(TextBytes(kLarge, 'x', &memory));
    const Document twin = first.copy();
    EXPECT_EQ(memory.lent(), 2u);
    first.set_text(Text());
    EXPECT_EQ(memory.lent(), 1u);
  }
  EXPECT_EQ(memory.lent(), 0u);
}

TEST(LargeMemory, IsNotAskedWhereADocumentMoves) {
  CountedMemory memory;
  Document document = document_of(TextBytes(kLarge, 'x', &memory));
  const char* const at = document.text().view().data();
  Document moved = std::move(document);
  std::vector<Document> several;
  several.push_back(std::move(moved));
  several.push_back(document_of(TextBytes("small")));
  std::swap(several[0], several[1]);
  EXPECT_EQ(several[1].text().view().data(), at);
  EXPECT_EQ(memory.allocations, 1);
}

TEST(LargeMemory, HoldsWhatIsMadeOfALargeText) {
  CountedMemory memory;
  Document document = document_of(TextBytes(2 * kLarge, 'x', &memory));
  Document part = document.derive();
  part.set_text(document.text().slice(1, 1 + kLarge));
  EXPECT_TRUE(memory.holds(part));
  EXPECT_EQ(part.text().view(), document.text().view().substr(1, kLarge));

  TextEdit edit(document);
  edit.replace(0, 3, "yz");
  edit.apply();
  EXPECT_TRUE(memory.holds(document));
  EXPECT_TRUE(document.text().view().starts_with("yzx"));
  EXPECT_EQ(document.text().size(), 2 * kLarge - 1);
}

TEST(LargeMemory, NeedNotBeThere) {
  Document document = document_of(TextBytes(kLarge, 'x'));
  EXPECT_EQ(document.text().large_memory(), nullptr);
  EXPECT_EQ(document.copy().text().size(), kLarge);
}

}  // namespace
}  // namespace weir
