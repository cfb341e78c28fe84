#include <weir/text_edit.h>

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk_harness.h"

namespace weir {
namespace {

using ::testing::ElementsAre;

// One block, "before HEADER after", from which HEADER is then cut out, so that a cut lies behind "before ".
Document with_a_cut() {
  Document document = harness::blocks({{"before HEADER after"}});
  TextEdit edit(document);
  edit.erase(7, 14);
  edit.apply();
  EXPECT_EQ(document.text().view(), "before after");
  return document;
}

std::vector<Range> pieces(const Document& document) { return document.text().source_ranges(0, document.text().size()); }

TEST(TextEdit, WhatIsErasedDividesTheSource) {
  EXPECT_THAT(pieces(with_a_cut()), ElementsAre(Range{0, 7}, Range{14, 19}));
}

TEST(TextEdit, ACutSurvivesAnEditThatEndsWhereItLies) {
  Document document = with_a_cut();
  TextEdit edit(document);
  edit.replace(6, 7, "\n");
  edit.apply();
  EXPECT_THAT(pieces(document), ElementsAre(Range{0, 7}, Range{14, 19}));
}

TEST(TextEdit, ACutSurvivesAnEditThatBeginsWhereItLies) {
  Document document = with_a_cut();
  TextEdit edit(document);
  edit.replace(7, 12, "later");
  edit.apply();
  EXPECT_THAT(pieces(document), ElementsAre(Range{0, 7}, Range{14, 19}));
}

TEST(TextEdit, ACutSurvivesBetweenTwoEdits) {
  Document document = with_a_cut();
  TextEdit edit(document);
  edit.replace(6, 7, "\n");
  edit.replace(7, 8, "A");
  edit.apply();
  EXPECT_EQ(document.text().view(), "before\nAfter");
  EXPECT_THAT(pieces(document), ElementsAre(Range{0, 7}, Range{14, 19}));
}

TEST(TextEdit, ACutSurvivesAnInsertionWhereItLies) {
  Document document = with_a_cut();
  TextEdit edit(document);
  edit.replace(7, 7, "and ");
  edit.apply();
  EXPECT_EQ(document.text().view(), "before and after");
  EXPECT_EQ(pieces(document).size(), 2u);
}

// Line breaks between blocks come from no byte: what replaces them covers nothing of the source.
TEST(TextEdit, ACutSurvivesWhereLineBreaksAroundItAreJoined) {
  Document document = harness::content("one<p>FOOTER<p>two");
  SourceMap map;
  map.append_verbatim(3, 0);
  map.append_rewritten(1, 3, 0);
  map.append_cut(6, 6);
  map.append_rewritten(1, 15, 0);
  map.append_verbatim(3, 15);
  document.set_text(Text("one\n\ntwo", std::move(map)));
  TextEdit edit(document);
  edit.replace(3, 5, " ");
  edit.apply();
  EXPECT_EQ(document.text().view(), "one two");
  EXPECT_THAT(pieces(document), ElementsAre(Range{0, 3}, Range{15, 18}));
}

TEST(TextEdit, ErasingNextToACutJoinsBoth) {
  Document document = with_a_cut();
  TextEdit edit(document);
  edit.erase(6, 7);
  edit.apply();
  EXPECT_THAT(pieces(document), ElementsAre(Range{0, 6}, Range{14, 19}));
}

}  // namespace
}  // namespace weir
