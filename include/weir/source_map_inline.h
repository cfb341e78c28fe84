// The bodies of SourceMap; included by source_map.h.
#pragma once

#include <algorithm>

#include <weir/source_map.h>

namespace weir {

inline char* SourceMap::write(std::uint64_t value, char* at) {
  for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
  *at++ = static_cast<char>(value);
  return at;
}

inline std::uint64_t SourceMap::read(const char*& at) {
  std::uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    value |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return value;
  }
}

// The run at `at`, which moves behind it.
inline SourceRun SourceMap::read_run(const char*& at, std::uint64_t text_begin, std::uint64_t source_end) {
  SourceRun run;
  const std::uint64_t head = read(at);
  const std::uint64_t zigzag = read(at);
  run.kind = static_cast<SourceRun::Kind>(head & 3);
  run.text_begin = text_begin;
  run.text_length = head >> 2;
  run.source_begin = source_end + ((zigzag >> 1) ^ (~(zigzag & 1) + 1));
  run.source_length = run.kind == SourceRun::Kind::verbatim ? run.text_length : read(at);
  return run;
}

inline void SourceMap::reserve_bytes(std::size_t bytes) {
  encoded_.reserve(bytes);
  index_.reserve(bytes / (kIndexStride * kUsualRunBytes) + 1);
}

inline void SourceMap::append_run(const SourceRun& run) {
  flush();
  last_ = run;
  has_last_ = true;
  text_size_ = run.text_end();
  ++runs_;
}

inline void SourceMap::flush() {
  if (!has_last_) return;
  if ((runs_ - 1) % kIndexStride == 0) append_index();
  char run[kMaxRunBytes];
  char* end = write(last_.text_length << 2 | static_cast<std::uint64_t>(last_.kind), run);
  const auto gap = static_cast<std::int64_t>(last_.source_begin - encoded_source_end_);
  end = write(static_cast<std::uint64_t>(gap) << 1 ^ static_cast<std::uint64_t>(gap >> 63), end);
  if (last_.kind != SourceRun::Kind::verbatim) end = write(last_.source_length, end);
  // By a quarter: most of what a map takes at its peak is the room of both places while it moves.
  if (encoded_.capacity() - encoded_.size() < kMaxRunBytes) encoded_.reserve(encoded_.size() * 5 / 4 + kMaxRunBytes);
  encoded_.insert(encoded_.end(), run, end);
  encoded_source_end_ = last_.source_end();
  has_last_ = false;
}

inline void SourceMap::append_index() {
  if (index_.size() == index_.capacity()) index_.reserve(index_.size() * 5 / 4 + 4);
  index_.push_back({last_.text_begin, encoded_source_end_, encoded_.size()});
}

inline void SourceMap::append_verbatim(std::uint64_t length, std::uint64_t source_begin) {
  if (length == 0) return;
  if (has_last_ && last_.kind == SourceRun::Kind::verbatim && last_.source_end() == source_begin) {
    last_.text_length += length;
    last_.source_length += length;
    text_size_ += length;
    return;
  }
  append_run({text_size_, length, source_begin, length, SourceRun::Kind::verbatim});
}

inline void SourceMap::append_rewritten(std::uint64_t text_length, std::uint64_t source_begin,
                                        std::uint64_t source_length) {
  if (text_length == 0) return;
  append_run({text_size_, text_length, source_begin, source_length, SourceRun::Kind::rewritten});
}

inline void SourceMap::append_coarse(std::uint64_t text_length, std::uint64_t source_begin,
                                     std::uint64_t source_length) {
  const std::uint64_t source_end = source_begin + source_length;
  if (!has_last_ || last_.kind == SourceRun::Kind::cut || source_begin < last_.source_end() ||
      source_end - last_.source_begin > kCoarseBytes) {
    return append_rewritten(text_length, source_begin, source_length);
  }
  last_.kind = SourceRun::Kind::rewritten;
  last_.text_length += text_length;
  last_.source_length = source_end - last_.source_begin;
  text_size_ += text_length;
}

inline void SourceMap::append_cut(std::uint64_t source_begin, std::uint64_t source_length) {
  if (source_length == 0) return;
  if (has_last_ && last_.kind == SourceRun::Kind::cut && last_.source_end() <= source_begin) {
    last_.source_length = source_begin + source_length - last_.source_begin;
    return;
  }
  append_run({text_size_, 0, source_begin, source_length, SourceRun::Kind::cut});
}

template <typename Visit>
void SourceMap::for_each(std::uint64_t begin, std::uint64_t end, Visit&& visit) const {
  const auto overlaps = [&](const SourceRun& run) {
    if (run.text_length == 0) return run.text_begin > begin && run.text_begin < end;
    return run.text_end() > begin && run.text_begin < end;
  };
  // The index entry before the first one that begins behind `begin`.
  auto entry = std::upper_bound(index_.begin(), index_.end(), begin,
                                [](std::uint64_t text, const IndexEntry& e) { return text < e.text_begin; });
  if (entry != index_.begin()) --entry;
  if (entry != index_.end()) {
    const char* at = encoded_.data() + entry->offset;
    const char* const stop = encoded_.data() + encoded_.size();
    std::uint64_t text = entry->text_begin;
    std::uint64_t source_end = entry->source_end;
    while (at != stop && text < end) {
      const SourceRun run = read_run(at, text, source_end);
      text = run.text_end();
      source_end = run.source_end();
      if (overlaps(run)) visit(run);
    }
  }
  if (has_last_ && overlaps(last_)) visit(last_);
}

template <typename Visit>
void SourceMap::for_each_run(Visit&& visit) const {
  const char* at = encoded_.data();
  const char* const stop = at + encoded_.size();
  std::uint64_t text = 0;
  std::uint64_t source_end = 0;
  while (at != stop) {
    const SourceRun run = read_run(at, text, source_end);
    text = run.text_end();
    source_end = run.source_end();
    visit(run);
  }
  if (has_last_) visit(last_);
}

inline void SourceMap::append(const SourceMap& other, std::uint64_t begin, std::uint64_t end) {
  other.for_each(begin, end, [&](const SourceRun& run) {
    const std::uint64_t from = std::max(begin, run.text_begin);
    const std::uint64_t to = std::min(end, run.text_end());
    switch (run.kind) {
      case SourceRun::Kind::verbatim:
        append_verbatim(to - from, run.source_begin + (from - run.text_begin));
        break;
      case SourceRun::Kind::rewritten:
        append_rewritten(to - from, run.source_begin, run.source_length);
        break;
      case SourceRun::Kind::cut:
        append_cut(run.source_begin, run.source_length);
        break;
    }
  });
}

inline std::vector<Range> SourceMap::source_ranges(std::uint64_t begin, std::uint64_t end) const {
  std::vector<Range> pieces;
  if (begin >= end) return pieces;
  bool divided = true;
  for_each(begin, end, [&](const SourceRun& run) {
    if (run.kind == SourceRun::Kind::cut) {
      divided = true;
      return;
    }
    Range range{run.source_begin, run.source_end()};
    if (run.kind == SourceRun::Kind::verbatim) {
      range.begin += std::max(begin, run.text_begin) - run.text_begin;
      range.end -= run.text_end() - std::min(end, run.text_end());
    }
    if (range.empty()) return;  // text that came from no byte, such as a line break between blocks
    if (divided) {
      pieces.push_back(range);
    } else {
      pieces.back().begin = std::min(pieces.back().begin, range.begin);
      pieces.back().end = std::max(pieces.back().end, range.end);
    }
    divided = false;
  });
  std::sort(pieces.begin(), pieces.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  std::vector<Range> joined;
  for (const Range& piece : pieces) {
    if (!joined.empty() && piece.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, piece.end);
    } else {
      joined.push_back(piece);
    }
  }
  return joined;
}

inline Range SourceMap::source_range(std::uint64_t begin, std::uint64_t end) const {
  const std::vector<Range> pieces = source_ranges(begin, end);
  if (!pieces.empty()) return {pieces.front().begin, pieces.back().end};
  const std::uint64_t behind_all = has_last_ ? last_.source_end() : 0;
  Range place{behind_all, behind_all};
  for_each(begin, begin + 1, [&](const SourceRun& run) {
    const std::uint64_t at =
        run.kind == SourceRun::Kind::verbatim ? run.source_begin + (begin - run.text_begin) : run.source_begin;
    place = {at, at};
  });
  return place;
}

}  // namespace weir
