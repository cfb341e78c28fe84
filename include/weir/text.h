// The text of a document: UTF-8, with the source map that leads from each piece of it to the source file.
// Text is changed only through TextEdit (text_edit.h), which keeps the map and the blocks true.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/large_memory.h>
#include <weir/source_map.h>

namespace weir {

// A string for the bytes of a text. Begun as TextBytes(out.large_memory()), it may become large without filling memory.
using TextBytes = std::basic_string<char, std::char_traits<char>, LargeAllocator<char>>;

class Text {
 public:
  Text() = default;
  // Throws std::invalid_argument unless the map covers exactly the text.
  Text(TextBytes bytes, SourceMap map) : bytes_(std::move(bytes)), map_(std::move(map)) {
    if (map_.text_size() != bytes_.size()) throw std::invalid_argument("the source map does not cover the text");
  }
  // Copies the bytes.
  Text(std::string_view bytes, SourceMap map) : Text(TextBytes(bytes), std::move(map)) {}
  Text(const char* bytes, SourceMap map) : Text(TextBytes(bytes), std::move(map)) {}

  // Text that stands verbatim in the source, from `source_begin` on.
  static Text verbatim(TextBytes bytes, std::uint64_t source_begin) {
    SourceMap map;
    map.append_verbatim(bytes.size(), source_begin);
    return Text(std::move(bytes), std::move(map));
  }
  static Text verbatim(std::string_view bytes, std::uint64_t source_begin) {
    return verbatim(TextBytes(bytes), source_begin);
  }
  static Text verbatim(const char* bytes, std::uint64_t source_begin) {
    return verbatim(TextBytes(bytes), source_begin);
  }

  std::string_view view() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  const SourceMap& map() const { return map_; }
  // Where the bytes lie, if there are many: for texts that are made of this one. May be null.
  LargeMemory* large_memory() const { return bytes_.get_allocator().memory(); }

  // The text [begin, end), with its map.
  Text slice(std::size_t begin, std::size_t end) const {
    SourceMap map;
    map.append(map_, begin, end);
    return Text(TextBytes(view().substr(begin, end - begin), large_memory()), std::move(map));
  }

  Range source_range() const { return map_.source_range(0, size()); }
  Range source_range(std::size_t begin, std::size_t end) const { return map_.source_range(begin, end); }
  std::vector<Range> source_ranges(std::size_t begin, std::size_t end) const { return map_.source_ranges(begin, end); }

 private:
  TextBytes bytes_;
  SourceMap map_;
};

}  // namespace weir
