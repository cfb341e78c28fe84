#include "html/plain_text.h"

#include <algorithm>
#include <cstdlib>

#include "html/bytes.h"

namespace weir::html {
namespace {

// What is gathered at most, where no blank line comes, and how long a line is before it ends at the next white space,
// or wherever it is.
constexpr std::size_t kMaxGathered = std::size_t{64} << 10;
constexpr std::size_t kLongLine = kMaxGathered;
constexpr std::size_t kMaxLine = 2 * kMaxGathered;

// The same in lines, and in stretches between references and changes of type, which take more than their text.
constexpr std::size_t kMaxLines = 4096;
constexpr std::size_t kMaxPieces = 8192;

constexpr std::size_t kMaxHeadingLines = 6;
constexpr std::size_t kMaxHeadingBytes = 300;

// Short, and as far from the left as from the right.
bool in_the_middle(const TextLine& line, std::size_t width) {
  const auto both_sides = static_cast<std::ptrdiff_t>(line.indent + line.right());
  return line.indent >= 8 && line.size() * 10 <= width * 7 &&
         std::abs(both_sides - static_cast<std::ptrdiff_t>(width)) <= 10;
}

bool ends_sentence(char c) { return c == '.' || c == ':' || c == ';' || c == '?' || c == '!' || c == '"'; }

}  // namespace

void PlainText::text(std::string_view bytes, std::uint64_t offset, Look look) {
  while (!bytes.empty()) {
    const std::size_t line = rest_of_line(bytes);
    if (line != 0) add(bytes.substr(0, line), offset, line, look, false);
    if (line == bytes.size()) return;
    const std::size_t end = bytes[line] == '\n' ? 1 : 0;
    if (end != 0) add("\n", offset + line, 1, look, false);
    end_line();
    bytes.remove_prefix(line + end);
    offset += line + end;
  }
}

void PlainText::reference(std::string_view decoded, std::uint64_t offset, std::uint64_t length, Look look) {
  if (gathered_.size() - line_begin_ >= kMaxLine) end_line();
  add(decoded, offset, length, look, true);
}

// How many of the bytes, which go on with a line, are before its end.
std::size_t PlainText::rest_of_line(std::string_view bytes) const {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::size_t gathered = gathered_.size() - line_begin_;
  if (gathered + end <= kLongLine) return end;
  std::size_t at = kLongLine - std::min(gathered, kLongLine);
  const auto ends_here = [&](char c) {
    const bool inside_character = (c & 0xC0) == 0x80;
    return c == ' ' || c == '\t' || (gathered + at >= kMaxLine && !inside_character);
  };
  while (at != end && !ends_here(bytes[at])) ++at;
  return at;
}

void PlainText::line_break(std::uint64_t offset, std::uint64_t length, Look look) {
  add("\n", offset, length, look, true);
  end_line();
}

void PlainText::judge_all() {
  if (gathered_.size() != line_begin_) end_line();
  judge();
}

void PlainText::begin_table() {
  flush();
  in_table_ = ++tables_;
}

void PlainText::end_table() {
  flush();
  in_table_ = 0;
}

void PlainText::add(std::string_view bytes, std::uint64_t offset, std::uint64_t length, Look look, bool decoded) {
  if (!decoded && !pieces_.empty()) {
    Piece& last = pieces_.back();
    if (!last.decoded && last.look == look && last.offset + last.length == offset) {
      gathered_.append(bytes);
      last.end += bytes.size();
      last.length += length;
      return;
    }
  }
  if (pieces_.size() == kMaxPieces) end_line();
  const std::size_t begin = gathered_.size();
  gathered_.append(bytes);
  pieces_.push_back({begin, gathered_.size(), offset, length, look, decoded});
}

void PlainText::end_line() {
  const TextLine line = read_line(gathered_, line_begin_, gathered_.size());
  line_begin_ = gathered_.size();
  if (!line.blank()) lines_.push_back(line);
  const bool full = gathered_.size() > kMaxGathered || lines_.size() == kMaxLines || pieces_.size() > kMaxPieces / 2;
  if (line.blank() || full) judge();
}

// Turns the lines that were gathered into blocks.
void PlainText::judge() {
  row_table_ = 0;
  find_rows();
  line_width_ = 0;
  for (const TextLine& line : lines_) line_width_ = std::max(line_width_, line.right());
  if (line_width_ * 2 < page_width_) line_width_ = page_width_;
  for (std::size_t line = 0; line < lines_.size();) {
    if (lines_[line].rule) {
      ++line;
    } else if (lines_[line].row) {
      line = rows(line);
    } else if (is_heading_line(line)) {
      line = heading(line);
    } else {
      line = paragraph(line);
    }
  }
  gathered_.clear();
  pieces_.clear();
  lines_.clear();
  line_begin_ = 0;
}

// Lines with columns are rows, and so are the short ones and those far to the right beside them: cells that go on.
void PlainText::find_rows() {
  if (writer_.in_row()) return;
  if (in_table_ != 0) {
    const bool rows = !prose_in_table();
    for (TextLine& line : lines_) line.row = rows;
    return;
  }
  for (TextLine& line : lines_) line.row = line.columns;
  for (std::size_t line = 1; line < lines_.size(); ++line) {
    if (lines_[line - 1].row && belongs_to_row(line, line - 1)) lines_[line].row = true;
  }
  for (std::size_t line = lines_.size(); line-- > 1;) {
    if (lines_[line].columns && belongs_to_row(line - 1, line)) lines_[line - 1].row = true;
  }
}

// Three lines or more that fill the page and have no columns.
bool PlainText::prose_in_table() const {
  return lines_.size() >= 3 &&
         std::none_of(lines_.begin(), lines_.end(), [](const TextLine& line) { return line.columns; }) &&
         std::all_of(lines_.begin(), lines_.end() - 1,
                     [&](const TextLine& line) { return line.right() * 4 >= page_width_ * 3; });
}

bool PlainText::belongs_to_row(std::size_t line, std::size_t row) const {
  const TextLine& it = lines_[line];
  if (it.rule || it.row) return it.row;
  if (it.indent * 5 >= page_width_ * 2 && !is_centred(line)) return true;
  return it.right() * 3 <= page_width_ * 2 && (line > row || !is_heading_line(line));
}

std::size_t PlainText::rows(std::size_t first) {
  if (in_table_ == 0 && row_table_ == 0) row_table_ = ++tables_;
  write_row(lines_[first], in_table_ != 0 ? in_table_ : row_table_);
  return first + 1;
}

// Upper case, or in the middle of the page; but not a line of prose that only happens to be so.
bool PlainText::is_heading_line(std::size_t line) const {
  const TextLine& it = lines_[line];
  if (it.rule || it.columns || !it.has_letters || it.marker != 0) return false;
  if (is_centred(line)) return true;
  return it.upper_case && (it.right() * 4 < page_width_ * 3 || line + 1 == lines_.size() ||
                           lines_[line + 1].upper_case || lines_[line + 1].rule);
}

// In the middle of the page, and not by chance, as the last line of a paragraph that is set in.
bool PlainText::is_centred(std::size_t line) const {
  const TextLine& it = lines_[line];
  if (!in_the_middle(it, page_width_)) return false;
  const auto of_prose = [&](const TextLine& other) { return !other.rule && !in_the_middle(other, page_width_); };
  if (line != 0 && of_prose(lines_[line - 1])) {
    const TextLine& above = lines_[line - 1];
    if (above.indent == it.indent || above.right() * 4 >= page_width_ * 3) return false;
  }
  return line + 1 == lines_.size() || !of_prose(lines_[line + 1]) || lines_[line + 1].indent != it.indent;
}

std::size_t PlainText::heading(std::size_t first) {
  const bool centred = is_centred(first);
  std::size_t end = first + 1;
  while (end < lines_.size() && is_heading_line(end) && is_centred(end) == centred) ++end;
  if (end - first > kMaxHeadingLines || lines_[end - 1].end - lines_[first].begin > kMaxHeadingBytes) {
    return paragraph(first);
  }
  const bool upper_case = std::all_of(lines_.begin() + static_cast<std::ptrdiff_t>(first),
                                      lines_.begin() + static_cast<std::ptrdiff_t>(end),
                                      [](const TextLine& line) { return line.upper_case; });
  writer_.boundary();
  writer_.set_place({BlockKind::heading, static_cast<std::uint8_t>(centred && upper_case ? 1 : 2)});
  const int flags = (centred ? Look::centred : 0) | (underlined(end - 1) ? Look::underlined : 0);
  for (std::size_t line = first; line < end; ++line) {
    if (line != first && centred) {
      const std::uint64_t from = source_of(lines_[line - 1].end);
      writer_.line_break(from, source_of(lines_[line].begin) - from);
    } else if (line != first) {
      write_gap(lines_[line - 1].end, lines_[line].begin);
    }
    write(lines_[line].begin, lines_[line].end, static_cast<std::uint16_t>(flags));
  }
  writer_.boundary();
  return end;
}

std::size_t PlainText::paragraph(std::size_t first) {
  const bool item = lines_[first].marker != 0;
  std::size_t end = first + 1;
  while (end < lines_.size() && (lines_[end].rule || !begins_paragraph(end, item))) ++end;
  writer_.boundary();
  writer_.set_place(item ? Place{BlockKind::list_item, 1} : Place{});
  const bool single = end == first + 1 || (end == first + 2 && lines_[first + 1].rule);
  const std::uint16_t flags = single && underlined(first) ? Look::underlined : 0;
  std::size_t previous = first;
  for (std::size_t line = first; line < end; ++line) {
    if (lines_[line].rule) continue;
    if (line != first) write_gap(lines_[previous].end, lines_[line].begin);
    write(lines_[line].begin, lines_[line].end, flags);
    previous = line;
  }
  writer_.boundary();
  if (end - first >= 3) {
    page_width_ = 0;
    for (std::size_t line = first; line < end; ++line) page_width_ = std::max(page_width_, lines_[line].right());
    page_width_ = std::clamp<std::size_t>(page_width_, 40, 132);
  }
  return end;
}

// Whether a line is more than the next of a paragraph: another kind, an item, a first line that is set in, or one that
// would have fitted behind the line above, had the break not been meant.
bool PlainText::begins_paragraph(std::size_t line, bool in_item) const {
  const TextLine& it = lines_[line];
  const TextLine& above = lines_[line - 1];
  if (it.row || is_heading_line(line) || it.marker != 0) return true;
  if (above.rule) return false;
  if (!in_item && it.indent >= above.indent + 2 && ends_sentence(gathered_[above.end - 1])) return true;
  std::size_t word = it.begin;
  while (word != it.end && !is_space(gathered_[word])) ++word;
  return (above.right() + 1 + word - it.begin) * 5 <= line_width_ * 4;
}

bool PlainText::underlined(std::size_t line) const {
  return line + 1 < lines_.size() && lines_[line + 1].underlines &&
         lines_[line + 1].indent <= lines_[line].indent + 2 &&
         lines_[line + 1].right() + 2 >= lines_[line].indent + lines_[line].size() / 2;
}

void PlainText::write_row(const TextLine& line, std::uint32_t table) {
  writer_.begin_row(table);
  writer_.set_place({});
  for (std::size_t at = line.begin; at != line.end;) {
    const std::size_t end = line.end_of_cell(gathered_, at);
    writer_.begin_cell();
    write(at, end, 0);
    at = end;
    while (at != line.end && is_space(gathered_[at])) ++at;
  }
  writer_.end_row();
}

// Writes what was gathered in [begin, end), wherever in the source it came from.
void PlainText::write(std::size_t begin, std::size_t end, std::uint16_t flags) {
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), begin,
                                [](std::size_t at, const Piece& one) { return at < one.end; });
  for (; piece != pieces_.end() && piece->begin < end; ++piece) {
    const std::size_t from = std::max(begin, piece->begin);
    const std::size_t to = std::min(end, piece->end);
    const std::string_view bytes = std::string_view(gathered_).substr(from, to - from);
    Look look = piece->look;
    look.flags |= flags;
    writer_.set_look(look);
    if (piece->decoded) {
      words_.decoded(bytes, piece->offset, piece->length, writer_);
    } else {
      words_.read(bytes, piece->offset + (from - piece->begin), writer_);
    }
  }
  words_.flush(writer_);
}

// Joins two lines by a space, except behind a hyphen that divides a word.
void PlainText::write_gap(std::size_t begin, std::size_t end) {
  const bool divided = begin >= 2 && gathered_[begin - 1] == '-' && is_alpha(gathered_[begin - 2]) &&
                       gathered_[end] >= 'a' && gathered_[end] <= 'z';
  if (divided) return;
  const std::uint64_t from = source_of(begin);
  writer_.space(" ", from, source_of(end) - from);
}

// Where in the source something lies that was gathered.
std::uint64_t PlainText::source_of(std::size_t at) const {
  const auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), at,
                                      [](std::size_t place, const Piece& one) { return place < one.end; });
  return piece == pieces_.end() ? 0 : piece->offset + (piece->decoded ? 0 : at - piece->begin);
}

}  // namespace weir::html
