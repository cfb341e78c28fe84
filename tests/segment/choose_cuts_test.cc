#include "segment/choose_cuts.h"

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir::segment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Piece piece(std::size_t words, Fault against_cut = Fault::none, Fault against_join = Fault::join) {
  return {0, 0, words, 0, against_cut, against_join};
}

TEST(ChooseCuts, ParagraphsThatCanStandAloneDo) {
  const Fault apart = Fault::join_paragraphs;
  EXPECT_THAT(choose_cuts({piece(20, Fault::none, apart), piece(380, Fault::none, apart), piece(50)}, {}),
              ElementsAre(1, 2, 3));
}

TEST(ChooseCuts, AShortOneJoinsTheSmallerNeighbour) {
  EXPECT_THAT(choose_cuts({piece(100), piece(10), piece(60)}, {}), ElementsAre(1, 3));
  EXPECT_THAT(choose_cuts({piece(60), piece(10), piece(100)}, {}), ElementsAre(2, 3));
}

TEST(ChooseCuts, AShortOneStaysWithWhatItLeadsTo) {
  EXPECT_THAT(choose_cuts({piece(60), piece(10, Fault::cut_ties), piece(100)}, {}), ElementsAre(1, 3));
}

TEST(ChooseCuts, AHeadingIsCrossedOnlyToKeepWhatWouldBeLost) {
  const Fault heading = Fault::join_headings;
  EXPECT_THAT(choose_cuts({piece(60), piece(10, Fault::none, heading), piece(30)}, {}), ElementsAre(2, 3));
  EXPECT_THAT(choose_cuts({piece(60, Fault::none, heading), piece(10, Fault::none, heading), piece(30)}, {}),
              ElementsAre(1, 3));
}

TEST(ChooseCuts, AParagraphIsCutEvenlyAndBetweenSentences) {
  std::vector<Piece> sentences(10, piece(50, Fault::cut_in_paragraph, Fault::none));
  EXPECT_THAT(choose_cuts(sentences, {}), ElementsAre(5, 10));
}

TEST(ChooseCuts, AParagraphIsCutWhereThatSavesAShortOne) {
  // 375 + 10 is more than fits, so that the sentences of 375 are divided.
  const std::vector<Piece> pieces{piece(200, Fault::cut_in_paragraph, Fault::none), piece(175), piece(10)};
  EXPECT_THAT(choose_cuts(pieces, {}), ElementsAre(1, 3));
}

TEST(ChooseCuts, WhatCannotBeSavedStaysShort) {
  EXPECT_THAT(choose_cuts({piece(5), piece(6)}, {}), ElementsAre(2));
  EXPECT_THAT(choose_cuts({piece(380), piece(10)}, {}), ElementsAre(1, 2));
  EXPECT_THAT(choose_cuts({}, {}), IsEmpty());
}

// What a way to cut costs, counted anew.
std::optional<Cost> cost_of(const std::vector<Piece>& pieces, std::uint32_t cuts, const Bounds& bounds) {
  Cost cost;
  std::size_t words = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    words += pieces[i].words;
    const bool last = i + 1 == pieces.size();
    const bool cut = last || (cuts >> i & 1);
    if (!last) cost.add(cut ? pieces[i].against_cut : pieces[i].against_join);
    if (!cut) continue;
    if (words > bounds.max_words) return std::nullopt;
    if (words < bounds.min_words) cost.add(Fault::too_short);
    cost.add_unevenness(static_cast<std::int64_t>(words * words));
    words = 0;
  }
  return cost;
}

TEST(ChooseCuts, FindsTheBestOfAllWays) {
  std::mt19937 random(11);
  const Bounds bounds{5, 30};
  for (int round = 0; round < 300; ++round) {
    std::vector<Piece> pieces;
    for (std::size_t i = 1 + random() % 11; i > 0; --i) {
      pieces.push_back(
          piece(1 + random() % 20, static_cast<Fault>(1 + random() % 8), static_cast<Fault>(4 + random() % 5)));
    }
    std::optional<Cost> best;
    for (std::uint32_t cuts = 0; cuts < 1u << (pieces.size() - 1); ++cuts) {
      const std::optional<Cost> cost = cost_of(pieces, cuts, bounds);
      if (cost && (!best || *cost < *best)) best = cost;
    }
    std::uint32_t chosen = 0;
    for (const std::size_t end : choose_cuts(pieces, bounds)) chosen |= 1u << (end - 1);
    EXPECT_EQ(cost_of(pieces, chosen, bounds), best);
  }
}

}  // namespace
}  // namespace weir::segment
