#include "segment/tidy.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/text_edit.h>
#include <weir/utf8.h>

namespace weir::segment {
namespace {

// White space, and characters without width that some filings fill empty cells with.
bool is_blank(char32_t value) { return is_white_space(value) || value == 0x200B || value == 0xFEFF; }

// Takes blank characters from both ends of a block.
void trim(std::string_view text, Block& block) {
  std::size_t begin = block.end;
  std::size_t end = block.begin;
  for (std::size_t at = block.begin; at < block.end;) {
    const CodePoint point = code_point_at(text, at);
    if (!is_blank(point.value)) {
      begin = std::min(begin, at);
      end = at + point.length;
    }
    at += point.length;
  }
  block.begin = std::min(begin, end);
  block.end = end;
}

bool has_cut(const SourceMap& map, std::size_t begin, std::size_t end) {
  bool found = false;
  map.for_each(begin == 0 ? 0 : begin - 1, end + 1, [&](const SourceRun& run) {
    found = found || (run.kind == SourceRun::Kind::cut && run.text_begin >= begin && run.text_begin <= end);
  });
  return found;
}

// Whether a text stops before its sentence does.
bool is_unfinished(std::string_view text) {
  constexpr std::string_view kClosers = ")]\"'";
  while (!text.empty() &&
         (kClosers.find(text.back()) != std::string_view::npos || text.ends_with("”") || text.ends_with("’"))) {
    text.remove_suffix(text.ends_with("”") || text.ends_with("’") ? 3 : 1);
  }
  return !text.empty() && std::string_view(".!?:;").find(text.back()) == std::string_view::npos;
}

bool goes_on(std::string_view before, std::string_view after) {
  if (!is_unfinished(before) || after.empty()) return false;
  return before.ends_with(',') || u_islower(static_cast<UChar32>(code_point_at(after, 0).value));
}

// A block with words, and whether it goes on with the paragraph before it.
struct Part {
  Block block;
  bool goes_on = false;
};

bool is_one_paragraph(const Text& text, const Block& before, const Block& after, bool page_ends) {
  const bool are_texts = (before.kind == BlockKind::paragraph || before.kind == BlockKind::list_item) &&
                         after.kind == BlockKind::paragraph && before.table == 0 && after.table == 0;
  return are_texts && (page_ends || has_cut(text.map(), before.end, after.begin)) &&
         goes_on(text.view().substr(before.begin, before.size()), text.view().substr(after.begin, after.size()));
}

std::vector<Part> parts_of(const Document& document) {
  std::vector<Part> parts;
  bool page_ends = false;
  for (Block block : document.blocks()) {
    trim(document.text().view(), block);
    page_ends = page_ends || block.kind == BlockKind::page_break;
    if (block.kind == BlockKind::page_break || block.size() == 0) continue;
    parts.push_back({block, !parts.empty() && is_one_paragraph(document.text(), parts.back().block, block, page_ends)});
    page_ends = false;
  }
  return parts;
}

// Writes what is to stand for the blank stretch [begin, end). Cuts that lie within it stay where they are, between what
// is written and nothing.
void rewrite_blank(TextEdit& edit, const Text& text, std::size_t begin, std::size_t end, std::string_view with) {
  if (text.view().substr(begin, end - begin) == with) return;
  std::size_t at = begin;
  std::string_view next = with;
  const auto rewrite_to = [&](std::size_t stop) {
    edit.replace(at, stop, next);
    at = stop;
    next = {};
  };
  text.map().for_each(begin, end, [&](const SourceRun& run) {
    if (run.kind == SourceRun::Kind::cut && run.text_begin > at) rewrite_to(run.text_begin);
  });
  if (at < end || begin == end) rewrite_to(end);
}

// Makes one space of each blank stretch of a block.
void tidy_within(TextEdit& edit, const Text& text, const Block& block) {
  std::size_t blank = block.begin;  // where a blank stretch that ends at `at` begins
  bool has_space = false;
  for (std::size_t at = block.begin; at < block.end;) {
    const CodePoint point = code_point_at(text.view(), at);
    if (!is_blank(point.value)) {
      if (has_space) rewrite_blank(edit, text, blank, at, " ");
      has_space = false;
      blank = at + point.length;
    }
    has_space = has_space || is_white_space(point.value);
    at += point.length;
  }
}

std::vector<Block> joined(const std::vector<Part>& parts) {
  std::vector<Block> blocks;
  for (const Part& part : parts) {
    if (part.goes_on) {
      blocks.back().end = part.block.end;
    } else {
      blocks.push_back(part.block);
    }
  }
  return blocks;
}

}  // namespace

void tidy(Document& document) {
  const Text& text = document.text();
  const std::vector<Part> parts = parts_of(document);
  TextEdit edit(document);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Block& block = parts[i].block;
    if (i > 0) rewrite_blank(edit, text, parts[i - 1].block.end, block.begin, parts[i].goes_on ? " " : "\n");
    tidy_within(edit, text, block);
  }
  document.blocks() = joined(parts);
  edit.apply();
  // Where blocks touched, the line break that was put between them has become a part of the first.
  for (Block& block : document.blocks()) trim(document.text().view(), block);
}

}  // namespace weir::segment
