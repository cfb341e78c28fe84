#include "html/converted_map.h"

#include <algorithm>

namespace weir::html {
namespace {

// Stretches of more bytes stay verbatim in a crowded map.
constexpr std::uint64_t kShortRun = 64;

// Follows the pieces of a page, each with its own map.
class PieceWalk {
 public:
  PieceWalk(PageBytes pieces, std::size_t most_bytes) : pieces_(std::move(pieces)), most_bytes_(most_bytes) {
    advance();
  }

  void append_verbatim(std::uint64_t begin, std::uint64_t end, SourceMap& map) {
    while (begin < end && reach(begin)) {
      const std::uint64_t stop = std::min(end, this->end());
      append(begin - this->begin(), stop - this->begin(), map);
      begin = stop;
    }
  }

  void append_rewritten(const SourceRun& run, SourceMap& map) {
    const std::uint64_t begin = source_of(run.source_begin);
    const std::uint64_t end = source_of(run.source_end());
    append(run.text_length, begin, end - begin, map);
  }

 private:
  std::uint64_t begin() const { return pieces_.offset(); }
  std::uint64_t end() const { return pieces_.offset() + map_.text_size(); }

  void advance() { map_ = pieces_.next().empty() ? SourceMap() : pieces_.piece_map(); }

  // Whether the map may not grow much more. While it does, its bytes are there twice, the second time with a quarter
  // more.
  bool crowded(const SourceMap& map) const { return map.memory_bytes() * 9 / 4 > most_bytes_; }

  // Appends the bytes [begin, end) of the piece.
  void append(std::uint64_t begin, std::uint64_t end, SourceMap& map) const {
    if (!crowded(map)) return map.append(map_, begin, end);
    map_.for_each(begin, end, [&](const SourceRun& run) {
      const std::uint64_t from = std::max(begin, run.text_begin) - run.text_begin;
      const std::uint64_t length = std::min(end, run.text_end()) - run.text_begin - from;
      const bool verbatim = run.kind == SourceRun::Kind::verbatim;
      if (verbatim && length > kShortRun) return map.append_verbatim(length, run.source_begin + from);
      map.append_coarse(length, run.source_begin + (verbatim ? from : 0), verbatim ? length : run.source_length);
    });
  }

  void append(std::uint64_t text_length, std::uint64_t begin, std::uint64_t length, SourceMap& map) const {
    if (!crowded(map)) return map.append_rewritten(text_length, begin, length);
    map.append_coarse(text_length, begin, length);
  }

  // Goes on to the piece that holds the byte at `offset`; false where the page ends before it.
  bool reach(std::uint64_t offset) {
    while (offset >= end() && !map_.empty()) {
      source_end_ = map_.source_range(map_.text_size() - 1, map_.text_size()).end;
      advance();
    }
    return !map_.empty();
  }

  // Where the character at `offset` begins in the source, which is where the one before it ends.
  std::uint64_t source_of(std::uint64_t offset) {
    return reach(offset) ? map_.source_range(offset - begin(), offset - begin() + 1).begin : source_end_;
  }

  PageBytes pieces_;
  SourceMap map_;
  std::size_t most_bytes_;
  std::uint64_t source_end_ = 0;  // of the piece before
};

}  // namespace

SourceMap in_source(const SourceMap& map, PageBytes pieces, std::size_t most_bytes) {
  PieceWalk walk(std::move(pieces), most_bytes);
  SourceMap result;
  map.for_each(0, map.text_size(), [&](const SourceRun& run) {
    if (run.kind == SourceRun::Kind::verbatim) {
      walk.append_verbatim(run.source_begin, run.source_end(), result);
    } else {
      walk.append_rewritten(run, result);
    }
  });
  return result;
}

}  // namespace weir::html
