// From text back to the bytes of the source file.
//
// A source map is a list of runs that cover the text in order. A run says which bytes of the source a stretch of text
// came from, and how: `verbatim` (byte for byte the same), `rewritten` (decoded, converted or collapsed), or `cut`
// (no text: these bytes were taken out by an edit). Runs are stored as variable-length integers, about four bytes for
// a run, with an index every kIndexStride runs. A map is a value; reading one from several threads is allowed.
#pragma once

#include <cstdint>
#include <vector>

#include <weir/content.h>

namespace weir {

struct SourceRun {
  enum class Kind : std::uint8_t { verbatim, rewritten, cut };

  std::uint64_t text_begin = 0;
  std::uint64_t text_length = 0;
  std::uint64_t source_begin = 0;
  std::uint64_t source_length = 0;
  Kind kind = Kind::verbatim;

  std::uint64_t text_end() const { return text_begin + text_length; }
  std::uint64_t source_end() const { return source_begin + source_length; }
};

class SourceMap {
 public:
  // Appends runs; text positions follow from the lengths. Verbatim runs that continue the last one are joined with it.
  void append_verbatim(std::uint64_t length, std::uint64_t source_begin);
  void append_rewritten(std::uint64_t text_length, std::uint64_t source_begin, std::uint64_t source_length);
  // The same for maps that may not grow much more: text that came from few bytes is joined with the last run, so that
  // such runs come from more than kCoarseBytes in pairs. A run that was joined is rewritten.
  void append_coarse(std::uint64_t text_length, std::uint64_t source_begin, std::uint64_t source_length);
  void append_cut(std::uint64_t source_begin, std::uint64_t source_length);
  // Appends the runs of `other` that cover its text [begin, end); runs at the border are divided. A rewritten run that
  // is divided keeps its whole source range on both sides, since nothing says which byte became which.
  void append(const SourceMap& other, std::uint64_t begin, std::uint64_t end);

  // Makes room for runs that take that many bytes, so that they need not move while the map grows. Room that is not
  // used takes no memory, where it is large.
  void reserve_bytes(std::size_t bytes);

  bool empty() const { return runs_ == 0; }
  std::uint64_t text_size() const { return text_size_; }
  std::size_t run_count() const { return runs_; }
  // That the runs take. While the map moves to a larger place, it takes 9/4 of it.
  std::size_t memory_bytes() const { return encoded_.size() + index_.size() * sizeof(IndexEntry); }

  // The smallest range of the source that covers the text [begin, end). Empty text, and text that came from no byte,
  // give an empty range at their place.
  Range source_range(std::uint64_t begin, std::uint64_t end) const;
  // The same in pieces, divided where something was cut out, in source order; pieces that touch are joined.
  std::vector<Range> source_ranges(std::uint64_t begin, std::uint64_t end) const;

  // Calls visit(run) for each run, in order, that overlaps the text [begin, end) or, for cuts, lies within it.
  template <typename Visit>
  void for_each(std::uint64_t begin, std::uint64_t end, Visit&& visit) const;
  // The same for every run, those that cut at either end of the text among them.
  template <typename Visit>
  void for_each_run(Visit&& visit) const;

 private:
  static constexpr std::size_t kIndexStride = 64;
  static constexpr std::uint64_t kCoarseBytes = 64;
  static constexpr std::size_t kMaxRunBytes = 30;
  static constexpr std::size_t kUsualRunBytes = 4;
  struct IndexEntry {
    std::uint64_t text_begin;
    std::uint64_t source_end;  // of the run before: gaps are stored relative to it
    std::size_t offset;        // into encoded_
  };

  void append_run(const SourceRun& run);
  void flush();
  void append_index();
  static char* write(std::uint64_t value, char* at);
  static std::uint64_t read(const char*& at);
  static SourceRun read_run(const char*& at, std::uint64_t text_begin, std::uint64_t source_end);

  // For each run: (text_length << 2 | kind), zigzag(source gap), [source_length unless verbatim].
  std::vector<char> encoded_;
  std::vector<IndexEntry> index_;
  SourceRun last_;  // not yet encoded, so that it can still grow
  bool has_last_ = false;
  std::uint64_t encoded_source_end_ = 0;
  std::uint64_t text_size_ = 0;
  std::size_t runs_ = 0;
};

}  // namespace weir

#include <weir/source_map_inline.h>
