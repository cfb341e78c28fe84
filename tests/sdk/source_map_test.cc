#include <weir/source_map.h>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The same map, told one character at a time: slow, and plainly right.
class NaiveMap {
 public:
  void append_verbatim(std::uint64_t length, std::uint64_t source_begin) {
    for (std::uint64_t i = 0; i < length; ++i) add({source_begin + i, source_begin + i + 1});
  }
  void append_rewritten(std::uint64_t length, std::uint64_t source_begin, std::uint64_t source_length) {
    for (std::uint64_t i = 0; i < length; ++i) add({source_begin, source_begin + source_length});
  }
  void append_cut(std::uint64_t source_begin, std::uint64_t source_length) {
    if (source_length == 0) return;
    cuts_.push_back(characters_.size());
    end_ = source_begin + source_length;
  }
  void append(const NaiveMap& other, std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t at = begin; at < end; ++at) {
      if (at > begin && other.is_cut(at)) append_cut(0, 1);
      add(other.characters_[at]);
    }
  }

  std::uint64_t size() const { return characters_.size(); }

  std::vector<Range> source_ranges(std::uint64_t begin, std::uint64_t end) const {
    std::vector<Range> pieces;
    std::optional<Range> piece;
    for (std::uint64_t at = begin; at < end; ++at) {
      if (at > begin && is_cut(at) && piece) {
        pieces.push_back(*piece);
        piece.reset();
      }
      const Range& source = characters_[at];
      if (source.empty()) continue;
      if (!piece) piece = source;
      piece->begin = std::min(piece->begin, source.begin);
      piece->end = std::max(piece->end, source.end);
    }
    if (piece) pieces.push_back(*piece);
    return joined(pieces);
  }

  Range source_range(std::uint64_t begin, std::uint64_t end) const {
    const std::vector<Range> pieces = source_ranges(begin, end);
    if (!pieces.empty()) return {pieces.front().begin, pieces.back().end};
    const std::uint64_t place = begin < size() ? characters_[begin].begin : end_;
    return {place, place};
  }

 private:
  void add(Range source) {
    characters_.push_back(source);
    end_ = source.end;
  }
  bool is_cut(std::uint64_t at) const { return std::find(cuts_.begin(), cuts_.end(), at) != cuts_.end(); }

  // Merges two pieces that touch until there are none.
  static std::vector<Range> joined(std::vector<Range> pieces) {
    for (std::size_t a = 0; a < pieces.size(); ++a) {
      for (std::size_t b = 0; b < pieces.size(); ++b) {
        if (a == b || pieces[a].begin > pieces[b].end || pieces[b].begin > pieces[a].end) continue;
        const Range both{std::min(pieces[a].begin, pieces[b].begin), std::max(pieces[a].end, pieces[b].end)};
        pieces[a] = both;
        pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(b));
        return joined(pieces);
      }
    }
    std::sort(pieces.begin(), pieces.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
    return pieces;
  }

  std::vector<Range> characters_;
  std::vector<std::uint64_t> cuts_;  // places in the text
  std::uint64_t end_ = 0;            // of the source, behind what was appended last
};

class RandomMaps {
 public:
  explicit RandomMaps(unsigned seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  // Appends some runs to both: mostly forwards in the source, as a reader does, at times backwards or far away.
  void append_runs(int runs, SourceMap& map, NaiveMap& naive) {
    std::uint64_t source = below(100);
    for (int run = 0; run < runs; ++run) {
      if (below(20) == 0) source = below(2) ? below(1000) : std::uint64_t{1} << below(40);
      const std::uint64_t length = below(6);
      const std::uint64_t source_length = below(6);
      switch (below(4)) {
        case 0:
        case 1:
          map.append_verbatim(length, source);
          naive.append_verbatim(length, source);
          source += length;
          break;
        case 2:
          map.append_rewritten(length, source, source_length);
          naive.append_rewritten(length, source, source_length);
          source += source_length;
          break;
        default:
          map.append_cut(source, source_length);
          naive.append_cut(source, source_length);
          source += source_length;
      }
      source += below(3);
    }
  }

  // Compares both maps over random stretches of the text.
  void compare(const SourceMap& map, const NaiveMap& naive, int times) {
    ASSERT_EQ(map.text_size(), naive.size());
    for (int time = 0; time < times; ++time) {
      const std::uint64_t begin = below(naive.size() + 1);
      const std::uint64_t end = begin + below(std::min<std::uint64_t>(naive.size() - begin, 40) + 1);
      ASSERT_EQ(map.source_ranges(begin, end), naive.source_ranges(begin, end)) << begin << " to " << end;
      ASSERT_EQ(map.source_range(begin, end), naive.source_range(begin, end)) << begin << " to " << end;
    }
  }

 private:
  std::mt19937 random_;
};

TEST(SourceMap, AnswersLikeAMapOfSingleCharacters) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    RandomMaps maps(seed);
    SourceMap map;
    NaiveMap naive;
    maps.append_runs(seed < 40 ? 12 : 400, map, naive);
    maps.compare(map, naive, 200);
  }
}

TEST(SourceMap, AppendsStretchesOfAnotherAsASingleCharacterMapDoes) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    RandomMaps maps(seed);
    SourceMap whole;
    NaiveMap naive_whole;
    maps.append_runs(300, whole, naive_whole);
    SourceMap map;
    NaiveMap naive;
    for (int stretch = 0; stretch < 20; ++stretch) {
      const std::uint64_t begin = maps.below(naive_whole.size());
      const std::uint64_t end = begin + maps.below(naive_whole.size() - begin + 1);
      map.append(whole, begin, end);
      naive.append(naive_whole, begin, end);
    }
    // Where a stretch ends, cuts make no difference within it; places at the very end are the last run's.
    ASSERT_EQ(map.text_size(), naive.size());
    for (std::uint64_t at = 0; at < naive.size(); at += 7) {
      ASSERT_EQ(map.source_range(at, at + 1), naive.source_range(at, at + 1)) << at;
    }
    maps.compare(map, naive, 100);
  }
}

TEST(SourceMap, VisitsRunsThatCoverTheTextWithoutGaps) {
  RandomMaps maps(7);
  SourceMap map;
  NaiveMap naive;
  maps.append_runs(1000, map, naive);
  for (int round = 0; round < 200; ++round) {
    const std::uint64_t begin = maps.below(map.text_size());
    const std::uint64_t end = begin + 1 + maps.below(map.text_size() - begin);
    std::uint64_t at = begin;
    map.for_each(begin, end, [&](const SourceRun& run) {
      ASSERT_LE(run.text_begin, at);
      ASSERT_TRUE(run.kind == SourceRun::Kind::cut || run.text_end() > at);
      at = std::max(at, run.text_end());
    });
    ASSERT_GE(at, end);
  }
}

TEST(SourceMap, DividesWhereSomethingWasCutOut) {
  SourceMap map;
  map.append_verbatim(5, 100);
  map.append_cut(105, 20);
  map.append_verbatim(5, 125);
  EXPECT_EQ(map.source_range(0, 10), (Range{100, 130}));
  EXPECT_THAT(map.source_ranges(0, 10), ElementsAre(Range{100, 105}, Range{125, 130}));
  EXPECT_THAT(map.source_ranges(0, 5), ElementsAre(Range{100, 105}));
  EXPECT_THAT(map.source_ranges(3, 7), ElementsAre(Range{103, 105}, Range{125, 127}));
}

TEST(SourceMap, CountsMarkupBetweenTwoRunsAsPartOfTheirRange) {
  SourceMap map;
  map.append_verbatim(5, 100);
  map.append_verbatim(5, 112);
  EXPECT_THAT(map.source_ranges(0, 10), ElementsAre(Range{100, 117}));
}

TEST(SourceMap, GivesTheWholeRangeForAnyPartOfARewrittenRun) {
  SourceMap map;
  map.append_rewritten(2, 50, 6);  // such as &mdash; and a space collapsed into it
  EXPECT_EQ(map.source_range(0, 1), (Range{50, 56}));
  EXPECT_EQ(map.source_range(1, 2), (Range{50, 56}));
}

TEST(SourceMap, GivesEmptyTextAnEmptyRangeAtItsPlace) {
  SourceMap map;
  EXPECT_EQ(map.source_range(0, 0), (Range{0, 0}));
  map.append_verbatim(5, 100);
  map.append_rewritten(1, 110, 0);  // a line break that came from no byte
  EXPECT_EQ(map.source_range(2, 2), (Range{102, 102}));
  EXPECT_EQ(map.source_range(5, 6), (Range{110, 110}));
  EXPECT_EQ(map.source_range(6, 6), (Range{110, 110}));
  map.append_verbatim(5, 120);
  EXPECT_EQ(map.source_range(11, 11), (Range{125, 125}));
  EXPECT_THAT(map.source_ranges(5, 6), IsEmpty());
}

TEST(SourceMap, JoinsVerbatimRunsThatContinueOneAnother) {
  SourceMap map;
  for (std::uint64_t i = 0; i < 1000; ++i) map.append_verbatim(1, 5 + i);
  EXPECT_EQ(map.run_count(), 1u);
  EXPECT_EQ(map.text_size(), 1000u);
}

TEST(SourceMap, TakesAFewBytesForARun) {
  constexpr std::uint64_t kRuns = 100000;
  SourceMap map;
  for (std::uint64_t i = 0; i < kRuns; ++i) map.append_verbatim(60, i * 90);
  EXPECT_EQ(map.run_count(), kRuns);
  EXPECT_LT(map.memory_bytes() * 5 / 4, kRuns * 8);  // about four, and what a growing map holds in reserve
}

TEST(SourceMap, JoinsCoarseRunsThatCameFromFewBytes) {
  SourceMap map;
  map.append_verbatim(100, 0);
  for (std::uint64_t i = 0; i < 1000; ++i) map.append_coarse(1, 200 + 2 * i, 1);
  map.append_coarse(5, 5000, 500);
  EXPECT_EQ(map.text_size(), 1105U);
  EXPECT_LE(map.run_count(), 2 * 1000 / 64 + 3U);
  EXPECT_EQ(map.source_range(0, 100), (Range{0, 100}));
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const Range range = map.source_range(100 + i, 101 + i);
    EXPECT_LE(range.begin, 200 + 2 * i);
    EXPECT_GE(range.end, 201 + 2 * i);
    EXPECT_LE(range.size(), 64U);
  }
  EXPECT_EQ(map.source_range(1100, 1105), (Range{5000, 5500}));
}

}  // namespace
}  // namespace weir
