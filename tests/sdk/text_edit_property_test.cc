// Random edits of random documents: what an edit did not touch still leads to its bytes, and blocks stay blocks.
#include <weir/text_edit.h>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sdk_harness.h"

namespace weir {
namespace {

constexpr std::uint64_t kSourceBegin = 1000;

// A document beside what it should be: each character with the byte that it came from, unless an edit wrote it.
class Model {
 public:
  explicit Model(unsigned seed) : random_(seed), document_(make_document()) {
    std::uint64_t source = kSourceBegin;
    for (const char c : document_.text().view()) characters_.push_back({c, source++});
  }

  void edit_and_check() {
    const std::vector<Block> blocks = document_.blocks();
    const std::string before(document_.text().view());
    TextEdit edit(document_);
    std::vector<bool> touched(before.size() + 1);
    std::vector<Character> edited;
    std::size_t at = 0;
    for (int i = 0, edits = static_cast<int>(below(6)); i < edits && at <= before.size(); ++i) {
      const std::size_t begin = at + below(before.size() - at + 1);
      const std::size_t end = begin + below(std::min<std::size_t>(before.size() - begin, 12) + 1);
      const std::string with = below(2) ? std::string(below(4), static_cast<char>('0' + i)) : std::string();
      edit.replace(begin, end, with);
      edited.insert(edited.end(), characters_.begin() + offset(at), characters_.begin() + offset(begin));
      note_bytes(begin, end, with.empty());
      for (const char c : with) edited.push_back({c, std::nullopt});
      std::fill(touched.begin() + offset(begin), touched.begin() + offset(end), true);
      if (!with.empty()) touched[begin] = true;
      at = end;
    }
    edited.insert(edited.end(), characters_.begin() + offset(at), characters_.end());
    characters_ = std::move(edited);
    edit.apply();
    check_text();
    check_blocks();
    check_untouched_blocks(blocks, before, touched);
  }

 private:
  struct Character {
    char value;
    std::optional<std::uint64_t> source;
  };

  static std::ptrdiff_t offset(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }
  std::size_t below(std::size_t bound) { return random_() % bound; }

  Document make_document() {
    std::vector<harness::BlockText> pieces;
    for (std::size_t i = 0; i < 2 + below(8); ++i) {
      if (below(5) == 0) {
        pieces.push_back({"", BlockKind::page_break});
      } else {
        // A level of its own tells each block from all others.
        pieces.push_back(
            {std::string(1 + below(15), static_cast<char>('a' + i)), BlockKind::heading, static_cast<std::uint8_t>(i)});
      }
    }
    Document document = harness::blocks(pieces, "document.txt", kSourceBegin);
    if (below(2)) touch_blocks(document);
    return document;
  }

  // Moves the end of a block to the beginning of the next one.
  void touch_blocks(Document& document) {
    for (std::size_t i = 1; i < document.blocks().size(); ++i) {
      if (document.blocks()[i - 1].size() > 0) document.blocks()[i - 1].end = document.blocks()[i].begin;
    }
  }

  // Remembers bytes that were cut out. What is replaced is covered by what replaces it, cuts within it too.
  void note_bytes(std::size_t begin, std::size_t end, bool erased) {
    if (erased) {
      for (std::size_t at = begin; at < end; ++at) {
        if (characters_[at].source) cut_out_.insert(*characters_[at].source);
      }
    } else {
      const Range source = document_.text().source_range(begin, end);
      cut_out_.erase(cut_out_.lower_bound(source.begin), cut_out_.lower_bound(source.end));
    }
  }

  void check_text() {
    ASSERT_EQ(document_.text().size(), characters_.size());
    for (std::size_t at = 0; at < characters_.size(); ++at) {
      ASSERT_EQ(document_.text().view()[at], characters_[at].value);
      if (!characters_[at].source) continue;
      const std::uint64_t source = *characters_[at].source;
      ASSERT_EQ(document_.text().source_range(at, at + 1), (Range{source, source + 1})) << at;
    }
    for (const Range& piece : document_.text().source_ranges(0, characters_.size())) {
      const auto within = cut_out_.lower_bound(piece.begin);
      ASSERT_TRUE(within == cut_out_.end() || *within >= piece.end) << "byte " << *within << " was cut out";
    }
  }

  void check_blocks() {
    std::size_t behind = 0;
    for (const Block& block : document_.blocks()) {
      ASSERT_LE(behind, block.begin);
      ASSERT_LE(block.begin, block.end);
      ASSERT_LE(block.end, document_.text().size());
      ASSERT_EQ(block.kind == BlockKind::page_break, block.size() == 0);
      behind = block.end;
    }
  }

  // A block in which nothing was edited has the text that it had.
  void check_untouched_blocks(const std::vector<Block>& blocks, const std::string& before,
                              const std::vector<bool>& touched) {
    for (const Block& block : blocks) {
      if (block.kind == BlockKind::page_break) continue;
      // The place behind the block counts too: what is inserted there continues it.
      const auto begin = touched.begin() + offset(block.begin);
      if (std::find(begin, touched.begin() + offset(block.end) + 1, true) != touched.begin() + offset(block.end) + 1) {
        continue;
      }
      const auto same = [&](const Block& other) { return other.kind == block.kind && other.level == block.level; };
      const auto& now = document_.blocks();
      const auto found = std::find_if(now.begin(), now.end(), same);
      ASSERT_NE(found, now.end());
      ASSERT_EQ(document_.text().view().substr(found->begin, found->size()), before.substr(block.begin, block.size()));
    }
  }

  std::mt19937 random_;
  Document document_;
  std::vector<Character> characters_;
  std::set<std::uint64_t> cut_out_;
};

TEST(TextEditProperty, MapAndBlocksStayTrueThroughRandomEdits) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    Model model(seed);
    for (int round = 0; round < 6; ++round) model.edit_and_check();
    if (::testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace weir
