// The text of a document: UTF-8, with the source map that leads from each piece of it to the source file.
// Text is changed only through TextEdit (text_edit.h), which keeps the map and the blocks true.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/source_map.h>

namespace weir {

class Text {
 public:
  Text() = default;
  // Throws std::invalid_argument unless the map covers exactly the text.
  Text(std::string bytes, SourceMap map) : bytes_(std::move(bytes)), map_(std::move(map)) {
    if (map_.text_size() != bytes_.size()) throw std::invalid_argument("the source map does not cover the text");
  }

  // Text that stands verbatim in the source, from `source_begin` on.
  static Text verbatim(std::string bytes, std::uint64_t source_begin) {
    SourceMap map;
    map.append_verbatim(bytes.size(), source_begin);
    return Text(std::move(bytes), std::move(map));
  }

  std::string_view view() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  const SourceMap& map() const { return map_; }

  // The text [begin, end), with its map.
  Text slice(std::size_t begin, std::size_t end) const {
    SourceMap map;
    map.append(map_, begin, end);
    return Text(bytes_.substr(begin, end - begin), std::move(map));
  }

  Range source_range() const { return map_.source_range(0, size()); }
  Range source_range(std::size_t begin, std::size_t end) const { return map_.source_range(begin, end); }
  std::vector<Range> source_ranges(std::size_t begin, std::size_t end) const { return map_.source_ranges(begin, end); }

 private:
  std::string bytes_;
  SourceMap map_;
};

}  // namespace weir
