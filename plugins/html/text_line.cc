#include "html/text_line.h"

#include <algorithm>

#include "html/byte_masks.h"
#include "html/bytes.h"

namespace weir::html {
namespace {

// Justified prose has gaps of up to four spaces.
constexpr int kColumnGap = 5;
constexpr std::size_t kCellGap = 2;
constexpr int kLeaderDots = 4;

bool draws_rule(std::string_view text) {
  std::size_t marks = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t') continue;
    if (c != '-' && c != '=' && c != '_' && c != '*' && c != '~') return false;
    ++marks;
  }
  return marks >= 3;
}

// The length of a bullet, `(a)` or `(12)` that is followed by a space.
std::size_t marker_length(std::string_view text) {
  std::size_t length = 0;
  if (text.starts_with('(')) {
    const std::size_t close = text.find(')');
    const bool short_inside = close != std::string_view::npos && close >= 2 && close <= 5;
    if (short_inside &&
        std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(close), is_alphanumeric)) {
      length = close + 1;
    }
  } else if (text.starts_with("o ") || text.starts_with("* ") || text.starts_with("- ")) {
    length = 1;
  } else if (text.starts_with("-- ")) {
    length = 2;
  } else if (text.starts_with("\xE2\x80\xA2")) {
    length = 3;
  }
  return length < text.size() && text[length] == ' ' ? length : 0;
}

// The length of `Item 1A.`, `12.` or `A.` that begins a heading with a gap behind it.
std::size_t label_length(std::string_view text) {
  const std::size_t begin = text.size() > 5 && equals_lower(text.substr(0, 5), "item ") ? 5 : 0;
  std::size_t end = begin;
  while (end < text.size() && end < begin + 8 && (is_alphanumeric(text[end]) || text[end] == '(' || text[end] == ')')) {
    ++end;
  }
  const bool ends = end != begin && end < text.size() && (text[end] == '.' || text[end] == ':');
  return ends && end - begin <= (begin == 0 ? 3u : 8u) ? end + 1 : 0;
}

bool has_columns(std::string_view text) {
  // Windows overlap, so that a gap lies in one of them as a whole.
  constexpr std::size_t kStep = ByteMasks::kBytes - (std::max(kColumnGap, kLeaderDots) - 1);
  while (!text.empty()) {
    const ByteMasks bytes(text);
    if (has_run<kColumnGap>(bytes.equal(' ')) || has_run<kLeaderDots>(bytes.equal('.')) || bytes.equal('\t') != 0) {
      return true;
    }
    text.remove_prefix(std::min(kStep, text.size()));
  }
  return false;
}

void read_letters(std::string_view text, TextLine& line) {
  int letters = 0;
  bool lower_case = false;
  while (!text.empty() && (letters < 3 || !lower_case)) {
    const ByteMasks bytes(text);
    const std::uint64_t lower = bytes.between('a', 'z');
    for (std::uint64_t any = lower | bytes.between('A', 'Z'); any != 0 && letters < 3; any &= any - 1) ++letters;
    lower_case = lower_case || lower != 0;
    text.remove_prefix(std::min(ByteMasks::kBytes, text.size()));
  }
  line.has_letters = letters >= 3;
  line.upper_case = line.has_letters && !lower_case;
}

}  // namespace

TextLine read_line(std::string_view text, std::size_t begin, std::size_t end) {
  TextLine line;
  while (begin != end && is_space(text[begin])) {
    line.indent = text[begin] == '\t' ? (line.indent / 8 + 1) * 8 : line.indent + 1;
    ++begin;
  }
  while (begin != end && is_space(text[end - 1])) --end;
  line.begin = begin;
  line.end = end;
  const std::string_view content = text.substr(begin, end - begin);
  line.rule = draws_rule(content);
  line.underlines = line.rule && (content.front() == '-' || content.front() == '=');
  line.marker = marker_length(content);
  std::size_t behind_marker = std::max(line.marker, label_length(content));
  while (behind_marker < content.size() && content[behind_marker] == ' ') ++behind_marker;
  line.columns = has_columns(content.substr(behind_marker));
  read_letters(content, line);
  return line;
}

std::size_t TextLine::end_of_cell(std::string_view text, std::size_t begin) const {
  if (!columns) return end;
  std::size_t spaces = 0;
  for (std::size_t at = begin; at != end; ++at) {
    if (text[at] == '\t') return at - spaces;
    spaces = is_space(text[at]) ? spaces + 1 : 0;
    if (spaces == kCellGap) return at + 1 - kCellGap;
  }
  return end;
}

}  // namespace weir::html
