// Where to cut a text into segments.
//
// The text is a row of pieces; between each two of them it may be cut or not, and there is something to be said against
// either. What is said against a cut and against a join is listed below, from the worst to the least; of all ways to
// cut that keep every segment within the bound, the best is the one whose worst faults are fewest, then the next worst.
// Found by dynamic programming, in time proportional to pieces times the number that fits into one segment.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::segment {

struct Bounds {
  std::size_t min_words = 20;
  std::size_t max_words = 380;
};

// The worst first.
enum class Fault : std::uint8_t {
  too_short,         // a segment with fewer words than the least
  cut_in_clause,     // between two words
  cut_in_sentence,   // between two clauses
  cut_in_paragraph,  // between two sentences
  join_headings,     // what stands under different headings in one segment
  join_paragraphs,   // two paragraphs that could each stand alone
  cut_ties,          // a list from what introduces it, short items of a list from each other
  join,              // any two paragraphs
  none
};

class Cost {
 public:
  void add(Fault fault, std::int64_t count = 1) {
    if (fault != Fault::none) faults_[static_cast<std::size_t>(fault)] += count;
  }
  // The sum of the squares of the segments' words: between equals the more even.
  void add_unevenness(std::int64_t squares) { faults_.back() += squares; }

  Cost& operator+=(const Cost& other) {
    for (std::size_t i = 0; i < faults_.size(); ++i) faults_[i] += other.faults_[i];
    return *this;
  }
  friend Cost operator+(Cost a, const Cost& b) { return a += b; }
  auto operator<=>(const Cost&) const = default;

 private:
  std::array<std::int64_t, static_cast<std::size_t>(Fault::none) + 1> faults_{};
};

struct Piece {
  std::size_t begin = 0;  // in the text
  std::size_t end = 0;
  std::size_t words = 0;      // at most Bounds::max_words
  std::size_t paragraph = 0;  // index into Outline::paragraphs
  // What is to be said against a cut behind this piece, and against joining it with the next.
  Fault against_cut = Fault::none;
  Fault against_join = Fault::none;
};

// Returns where segments end: ascending indices, each that of the piece behind the segment's last.
std::vector<std::size_t> choose_cuts(const std::vector<Piece>& pieces, const Bounds& bounds);

}  // namespace weir::segment
