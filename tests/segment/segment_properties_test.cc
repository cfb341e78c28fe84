// What holds for every segment of every text, tried on generated ones.
#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <weir/utf8.h>

#include "sdk_harness.h"
#include "segment/segment.h"

namespace weir::segment {
namespace {

using harness::BlockText;

constexpr std::size_t kMin = 6;
constexpr std::size_t kMax = 40;

// Texts in which no word occurs twice, so that each can be followed.
class Texts {
 public:
  explicit Texts(std::uint32_t seed) : random_(seed) {}

  std::vector<BlockText> blocks() {
    std::vector<BlockText> blocks;
    for (std::size_t i = 1 + random_() % 25; i > 0; --i) blocks.push_back(block());
    return blocks;
  }

  // The words that must come to segments, in order, and which of them end a sentence, however long it is.
  struct Expected {
    std::vector<std::string> words;
    std::vector<bool> may_end;
  };
  const Expected& expected() const { return expected_; }

 private:
  BlockText block() {
    switch (random_() % 8) {
      case 0:
        return {"Heading " + std::to_string(next_++), BlockKind::heading, static_cast<std::uint8_t>(1 + random_() % 6)};
      case 1:
        return {"12 34 56", BlockKind::table_row, 0, {}, 1};
      case 2:
        return {random_() % 2 ? "" : "\u00A0", random_() % 2 ? BlockKind::page_break : BlockKind::paragraph};
      case 3:
        return {paragraph(1 + random_() % 8), BlockKind::list_item, 1};
      case 4:
        return {paragraph(10 + random_() % 80)};
      default:
        return {paragraph(1 + random_() % 30)};
    }
  }

  std::string paragraph(std::size_t words) {
    std::string text;
    std::size_t in_sentence = 0;
    const std::size_t longest = random_() % 4 == 0 ? 60 : 12;
    for (std::size_t i = 0; i < words; ++i, ++next_) {
      const bool ends = i + 1 == words || ++in_sentence > random_() % longest;
      // Sentences begin with a capital, or ICU would not see them.
      std::string word = (text.empty() || in_sentence == 1 ? "W" : "w") + std::to_string(next_) + (ends ? "." : "");
      if (ends) in_sentence = 0;
      if (!text.empty()) text += random_() % 6 == 0 ? "\u00A0 " : " ";
      text += word;
      expected_.words.push_back(std::move(word));
      expected_.may_end.push_back(ends);
    }
    return text;
  }

  std::mt19937 random_;
  std::size_t next_ = 0;
  Expected expected_;
};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for_each_word(text, [&](std::size_t begin, std::size_t end) { words.emplace_back(text.substr(begin, end - begin)); });
  return words;
}

harness::Answer divide(Segment& stage, const std::vector<BlockText>& blocks) {
  std::vector<Document> one;
  one.push_back(harness::blocks(blocks, "a.txt", 17));
  return harness::call(stage, one);
}

Segment::Params params() {
  return harness::bind<Segment::Params>(
      {{"min_words", static_cast<std::int64_t>(kMin)}, {"max_words", static_cast<std::int64_t>(kMax)}});
}

// Whether the sentence that holds words[at] and words[at + 1] has more words than a segment may have.
bool is_within_long_sentence(const Texts::Expected& expected, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && !expected.may_end[begin - 1]) --begin;
  std::size_t end = at;
  while (!expected.may_end[end]) ++end;
  return end + 1 - begin > kMax;
}

class SegmentProperties : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  void SetUp() override {
    Texts texts(GetParam());
    blocks_ = texts.blocks();
    expected_ = texts.expected();
    answer_ = divide(stage_, blocks_);
  }

  Segment stage_{params()};
  std::vector<BlockText> blocks_;
  Texts::Expected expected_;
  harness::Answer answer_;
};

TEST_P(SegmentProperties, EveryWordIsInOneSegmentOrCountedAsDropped) {
  std::size_t at = 0;
  std::size_t passed_over = 0;
  for (const Document& segment : answer_.documents) {
    for (const std::string& word : words_of(segment.text().view())) {
      for (; at < expected_.words.size() && expected_.words[at] != word; ++at) ++passed_over;
      ASSERT_LT(at++, expected_.words.size()) << word << " is there twice, or out of order";
    }
  }
  passed_over += expected_.words.size() - at;
  std::size_t dropped = 0;
  for (const auto& drop : answer_.drops) {
    if (drop.reason == "too_short") dropped += std::stoul(drop.detail);
  }
  if (answer_.failures.empty())
    EXPECT_EQ(passed_over, dropped);
  else
    EXPECT_LT(passed_over, kMin);
}

TEST_P(SegmentProperties, BoundsHold) {
  for (const Document& segment : answer_.documents) {
    const std::size_t words = words_of(segment.text().view()).size();
    EXPECT_GE(words, kMin);
    EXPECT_LE(words, kMax);
    EXPECT_EQ(*segment.metadata().find("word_count"), Value(words));
  }
}

TEST_P(SegmentProperties, NoSentenceIsCutUnlessItIsTooLong) {
  for (const Document& segment : answer_.documents) {
    const std::vector<std::string> words = words_of(segment.text().view());
    const auto last = std::find(expected_.words.begin(), expected_.words.end(), words.back());
    ASSERT_NE(last, expected_.words.end());
    const auto at = static_cast<std::size_t>(last - expected_.words.begin());
    EXPECT_TRUE(expected_.may_end[at] || is_within_long_sentence(expected_, at)) << words.back();
  }
}

TEST_P(SegmentProperties, TheSourceRangesHoldTheWords) {
  for (const Document& segment : answer_.documents) {
    const Value* pieces = segment.metadata().find("source_ranges");
    const List ranges = pieces->list() ? *pieces->list() : List{*segment.metadata().find("source_range")};
    std::string bytes;
    for (const Value& range : ranges) {
      const auto begin = static_cast<std::uint64_t>(*range.list()->at(0).integer());
      const auto end = static_cast<std::uint64_t>(*range.list()->at(1).integer());
      bytes += segment.content().read_string(begin, end) + " ";
    }
    EXPECT_EQ(words_of(bytes), words_of(segment.text().view()));
  }
}

TEST_P(SegmentProperties, TextIsTidyAndValid) {
  for (const Document& segment : answer_.documents) {
    const std::string_view text = segment.text().view();
    EXPECT_EQ(first_invalid_utf8(text), text.size());
    EXPECT_EQ(text.find("  "), std::string_view::npos);
    EXPECT_EQ(text.find("\n\n"), std::string_view::npos);
    EXPECT_EQ(text.find("\u00A0"), std::string_view::npos);
    EXPECT_FALSE(text.starts_with('\n') || text.ends_with('\n') || text.starts_with(' ') || text.ends_with(' '));
    EXPECT_EQ(segment.text().map().text_size(), text.size());
  }
}

TEST_P(SegmentProperties, TheSameTextGivesTheSameSegments) {
  Segment other{params()};
  const harness::Answer again = divide(stage_, blocks_);
  const harness::Answer elsewhere = divide(other, blocks_);
  EXPECT_EQ(again.texts(), answer_.texts());
  EXPECT_EQ(elsewhere.texts(), answer_.texts());
  for (std::size_t i = 0; i < answer_.documents.size(); ++i) {
    EXPECT_EQ(elsewhere.documents[i].metadata().to_table(), answer_.documents[i].metadata().to_table());
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SegmentProperties, ::testing::Range(0u, 150u));

// Texts made to cost time: each ends, well within the time limit of the test.
TEST(SegmentHostile, TextsWithoutStructureEnd) {
  Segment stage{harness::bind<Segment::Params>()};
  EXPECT_FALSE(divide(stage, std::vector<BlockText>(200'000, {"x"})).documents.empty());
  std::string words;
  for (int i = 0; i < 1'000'000; ++i) words += "x ";
  EXPECT_FALSE(divide(stage, {{words}}).documents.empty());
  std::string sentences;
  for (int i = 0; i < 200'000; ++i) sentences += "X. ";
  EXPECT_FALSE(divide(stage, {{sentences}}).documents.empty());
  EXPECT_TRUE(divide(stage, {{std::string(5'000'000, 'x')}}).documents.empty());
  EXPECT_TRUE(divide(stage, {{std::string(2'000'000, ' ')}}).documents.empty());
  EXPECT_EQ(divide(stage, {{std::string("\xFF\xFE\0\x80", 4)}}).failures.size(), 1u);
}

}  // namespace
}  // namespace weir::segment
