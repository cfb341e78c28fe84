#include "html/block_writer.h"

#include <algorithm>

#include "html/bytes.h"

namespace weir::html {
namespace {

// Whether there are ASCII letters, and no lower-case one.
bool is_upper_case(std::string_view text) {
  bool letters = false;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') return false;
    letters = letters || is_alpha(c);
  }
  return letters;
}

// Grows by a quarter, so that both places together take 9/4 of what is used while a vector moves.
template <class T>
void push_back(std::vector<T>& vector, const T& value) {
  if (vector.size() == vector.capacity()) vector.reserve(vector.size() + vector.size() / 4 + 16);
  vector.push_back(value);
}

// Sizes beyond that many are not counted: no page that is meant to be read has them.
constexpr std::size_t kMaxSizes = 256;

}  // namespace

void BlockWriter::words(std::string_view bytes, std::uint64_t offset) {
  open(offset, bytes.size());
  append(bytes);
  if (crowded_) return map_.append_coarse(bytes.size(), offset, bytes.size());
  map_.append_verbatim(bytes.size(), offset);
}

void BlockWriter::rewritten(std::string_view utf8, std::uint64_t offset, std::uint64_t length) {
  open(offset, utf8.size());
  write(utf8, offset, length);
}

void BlockWriter::space(std::string_view utf8, std::uint64_t offset, std::uint64_t length) {
  if (!open_) return;
  if (space_.empty()) space_begin_ = offset;
  space_end_ = offset + length;
  if (utf8.size() > 1) {
    space_.append(utf8);
  } else if (!space_.ends_with(' ')) {
    space_.push_back(' ');
  }
}

// A word of `length` bytes follows, from `offset` of the source.
void BlockWriter::open(std::uint64_t offset, std::size_t length) {
  offset_ = offset;
  crowded_ = takes_too_much();
  if (look_.size != last_size_) count_size(look_.size);
  if (!open_) {
    write_separator(offset);
    open_ = true;
    begin_fragment();
  } else if (line_breaks_ != 0) {
    write('\n', break_offset_, break_length_);
    line_breaks_ = 0;
  } else if (!space_.empty()) {
    write_space();
  }
  space_.clear();
  fragment_.flags &= look_.flags;
  if (fragment_.size != look_.size) fragment_.size = 0;
  *bytes_of_last_size_ += length;
}

// Field by field: made elsewhere in parts and copied as a whole, the copy would wait for its parts.
void BlockWriter::begin_fragment() {
  fragment_.begin = bytes_.size();
  fragment_.flags = look_.flags;
  fragment_.size = look_.size;
  fragment_.place = place_;
  fragment_.cell = cell_;
}

// What stands between this block, or part of a row, and the one before comes from no byte of the source.
void BlockWriter::write_separator(std::uint64_t offset) {
  if (bytes_.empty()) return;
  const bool next_cell = in_row_ && !row_.empty() && row_.back().cell != cell_;
  write(next_cell ? '\t' : '\n', offset, 0);
}

void BlockWriter::write_space() {
  // As the spaces within words() are, since pieces of the page may end anywhere.
  *bytes_of_last_size_ += space_.size();
  if (space_ == " " && space_end_ - space_begin_ == 1) {
    append(space_);
    map_.append_verbatim(1, space_begin_);
  } else {
    write(space_, space_begin_, space_end_ - space_begin_);
  }
}

void BlockWriter::write(std::string_view text, std::uint64_t offset, std::uint64_t length) {
  append(text);
  if (crowded_) return map_.append_coarse(text.size(), offset, length);
  map_.append_rewritten(text.size(), offset, length);
}

void BlockWriter::write(char separator, std::uint64_t offset, std::uint64_t length) {
  if (bytes_.capacity() == bytes_.size()) make_room();
  bytes_.push_back(separator);
  if (crowded_) return map_.append_coarse(1, offset, length);
  map_.append_rewritten(1, offset, length);
}

void BlockWriter::append(std::string_view text) {
  if (bytes_.capacity() - bytes_.size() < text.size()) make_room();
  bytes_.append(text);
}

void BlockWriter::make_room() {
  const std::uint64_t most = source_bytes_ * kMostTextOfAByte;
  if (source_bytes_ != kUnknown && bytes_.capacity() < most) bytes_.reserve(most);
}

// Text of another size follows.
void BlockWriter::count_size(std::uint16_t size) {
  const bool counted = bytes_of_size_.size() < kMaxSizes || bytes_of_size_.contains(size);
  last_size_ = size;
  bytes_of_last_size_ = counted ? &bytes_of_size_[size] : &bytes_of_other_sizes_;
}

// Of what all of the page may take, beside what there is.
std::size_t BlockWriter::memory_left() const {
  if (source_bytes_ == kUnknown) return SIZE_MAX;
  const std::size_t most = source_bytes_ * kMemoryPerTwoBytes / 2 + kMemoryBeside;
  return most - std::min(most, bytes_.size() + map_.memory_bytes() + blocks_.size() * sizeof(Block));
}

bool BlockWriter::takes_too_much() const {
  const std::size_t grows = map_.memory_bytes() + blocks_.size() * sizeof(Block) + row_.capacity() * sizeof(Fragment);
  return bytes_.size() + grows * 9 / 4 > std::min(offset_, source_bytes_) * kMemoryPerTwoBytes / 2 + kMemoryBeside;
}

void BlockWriter::close() {
  open_ = false;
  space_.clear();
  line_breaks_ = 0;
  fragment_.end = bytes_.size();
  if (in_row_) {
    add_to_row();
  } else {
    emit(fragment_, fragment_.place, 0);
  }
}

void BlockWriter::add_to_row() {
  if (row_.empty() || !crowded_) return push_back(row_, fragment_);
  Fragment& last = row_.back();
  last.end = fragment_.end;
  last.flags &= fragment_.flags;
  if (last.size != fragment_.size) last.size = 0;
}

void BlockWriter::line_break(std::uint64_t offset, std::uint64_t length) {
  if (!open_) return;
  space_.clear();
  if (++line_breaks_ == 2) return boundary();
  break_offset_ = offset;
  break_length_ = length;
}

void BlockWriter::page_break() {
  if (in_row_) return boundary();
  boundary();
  if (crowded_ || (!blocks_.empty() && blocks_.back().kind == BlockKind::page_break)) return;
  Block block;
  block.begin = block.end = bytes_.size();
  block.kind = BlockKind::page_break;
  push_back(blocks_, block);
}

void BlockWriter::begin_row(std::uint32_t table) {
  end_row();
  in_row_ = true;
  table_ = table;
  cell_ = 0;
}

void BlockWriter::begin_cell() {
  boundary();
  ++cell_;
}

void BlockWriter::end_row() {
  boundary();
  if (in_row_ && !row_.empty()) emit_row();
  row_.clear();
  in_row_ = false;
}

bool BlockWriter::one_cell_of_several_blocks() const {
  return row_.size() > 1 && row_.front().cell == row_.back().cell;
}

void BlockWriter::emit_row() {
  if (one_cell_of_several_blocks()) {
    for (const Fragment& fragment : row_) emit(fragment, fragment.place, 0);
    return;
  }
  Fragment row = row_.front();
  row.end = row_.back().end;
  for (const Fragment& fragment : row_) {
    row.flags &= fragment.flags;
    if (row.size != fragment.size) row.size = 0;
  }
  emit(row, {BlockKind::table_row, 0}, table_);
}

void BlockWriter::emit(const Fragment& fragment, Place place, std::uint32_t table) {
  if (crowded_ && !blocks_.empty() && blocks_.back().kind != BlockKind::page_break) {
    blocks_.back().end = fragment.end;
    blocks_.back().style = {};
    return;
  }
  const auto has = [&](Look::Flag flag) { return (fragment.flags & flag) != 0; };
  Block block;
  block.begin = fragment.begin;
  block.end = fragment.end;
  block.kind = place.kind;
  block.level = place.level;
  block.table = table;
  block.style.bold = has(Look::bold);
  block.style.italic = has(Look::italic);
  block.style.underlined = has(Look::underlined);
  block.style.centred = has(Look::centred);
  block.style.link = has(Look::link);
  const std::string_view text = std::string_view(bytes_).substr(block.begin, block.size());
  block.style.upper_case = has(Look::upper_case) || is_upper_case(text);
  block.style.size_percent = fragment.size;  // until finish() knows what most of the page has
  push_back(blocks_, block);
}

std::uint16_t BlockWriter::most_common_size() const {
  const auto most = std::max_element(bytes_of_size_.begin(), bytes_of_size_.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == bytes_of_size_.end() ? kMediumSize : most->first;
}

void BlockWriter::finish() {
  end_row();
  const std::uint32_t common = std::max<std::uint32_t>(most_common_size(), 1);
  for (Block& block : blocks_) {
    const std::uint32_t percent = (block.style.size_percent * 100 + common / 2) / common;
    block.style.size_percent = static_cast<std::uint16_t>(std::min<std::uint32_t>(percent, UINT16_MAX));
  }
}

}  // namespace weir::html
