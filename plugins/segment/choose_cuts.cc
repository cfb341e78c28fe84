#include "segment/choose_cuts.h"

#include <algorithm>

namespace weir::segment {
namespace {

Cost of(Fault fault) {
  Cost cost;
  cost.add(fault);
  return cost;
}

// What is to be said against a segment of so many words, for itself.
Cost of_segment(std::size_t words, const Bounds& bounds) {
  Cost cost;
  if (words < bounds.min_words) cost.add(Fault::too_short);
  cost.add_unevenness(static_cast<std::int64_t>(words * words));
  return cost;
}

}  // namespace

std::vector<std::size_t> choose_cuts(const std::vector<Piece>& pieces, const Bounds& bounds) {
  // The best way to cut the first n pieces, and where its last segment begins.
  struct Best {
    Cost cost;
    std::size_t begin = 0;
  };
  std::vector<Best> best(pieces.size() + 1);
  for (std::size_t end = 1; end <= pieces.size(); ++end) {
    std::size_t words = 0;
    Cost joins;
    for (std::size_t begin = end; begin-- > 0;) {
      words += pieces[begin].words;
      if (words > bounds.max_words && begin + 1 < end) break;
      if (begin + 1 < end) joins += of(pieces[begin].against_join);
      Cost cost = best[begin].cost + joins + of_segment(words, bounds);
      if (begin > 0) cost += of(pieces[begin - 1].against_cut);
      if (begin + 1 == end || cost < best[end].cost) best[end] = {cost, begin};
    }
  }
  std::vector<std::size_t> ends;
  for (std::size_t end = pieces.size(); end > 0; end = best[end].begin) ends.push_back(end);
  std::reverse(ends.begin(), ends.end());
  return ends;
}

}  // namespace weir::segment
