#include "html/converted_map.h"

#include <algorithm>

namespace weir::html {
namespace {

// Follows the pieces of a page, each with its own map.
class PieceWalk {
 public:
  explicit PieceWalk(PageBytes pieces) : pieces_(std::move(pieces)) { advance(); }

  void append_verbatim(std::uint64_t begin, std::uint64_t end, SourceMap& map) {
    while (begin < end && reach(begin)) {
      const std::uint64_t stop = std::min(end, this->end());
      map.append(map_, begin - this->begin(), stop - this->begin());
      begin = stop;
    }
  }

  void append_rewritten(const SourceRun& run, SourceMap& map) {
    const std::uint64_t begin = source_of(run.source_begin);
    const std::uint64_t end = source_of(run.source_end());
    map.append_rewritten(run.text_length, begin, end - begin);
  }

 private:
  std::uint64_t begin() const { return pieces_.offset(); }
  std::uint64_t end() const { return pieces_.offset() + map_.text_size(); }

  void advance() { map_ = pieces_.next().empty() ? SourceMap() : pieces_.piece_map(); }

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
  std::uint64_t source_end_ = 0;  // of the piece before
};

}  // namespace

SourceMap in_source(const SourceMap& map, PageBytes pieces) {
  PieceWalk walk(std::move(pieces));
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
