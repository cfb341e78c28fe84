#include "html/css.h"

#include <gtest/gtest.h>

namespace weir::html {
namespace {

Look styled(std::string_view declarations) {
  LookChange change;
  read_style(declarations, change);
  return change.applied_to({});
}

TEST(Style, ReadsWeights) {
  for (const auto* bold : {"font-weight:bold", "FONT-WEIGHT: BOLD", "font-weight:700", "font-weight:600 ;x:y",
                           "font: bold 10pt/12pt 'Times New Roman'", "font-weight:bold !important"}) {
    EXPECT_TRUE(styled(bold).has(Look::bold)) << bold;
  }
  for (const auto* light :
       {"font-weight:normal", "font-weight:400", "font:10pt bold", "font-weight:", "font-weight:7"}) {
    EXPECT_FALSE(styled(light).has(Look::bold)) << light;
  }
}

TEST(Style, ReadsSizesInTwentiethsOfAPoint) {
  EXPECT_EQ(styled("font-size:10.5pt").size, 210);
  EXPECT_EQ(styled("font-size:16px").size, 240);
  EXPECT_EQ(styled("font-size:150%").size, 360);
  EXPECT_EQ(styled("font-size:0.5em").size, 120);
  EXPECT_EQ(styled("font:italic 9pt Arial").size, 180);
  EXPECT_EQ(styled("font-size:x-large").size, 360);
  EXPECT_EQ(styled("font-size:1e99pt").size, 20000);
  for (const auto* none : {"font-size:", "font-size:big", "font-size:-3pt", "font-size:10parsec"}) {
    EXPECT_EQ(styled(none).size, kMediumSize) << none;
  }
}

TEST(Style, LetsTheLastDeclarationCount) {
  EXPECT_FALSE(styled("font-weight:bold;font-weight:normal").has(Look::bold));
  EXPECT_FALSE(styled("text-align:center; text-align:left").has(Look::centred));
}

TEST(Style, NeverTakesAnUnderlineAway) {
  LookChange change;
  read_style("text-decoration:none", change);
  EXPECT_TRUE(change.applied_to({Look::underlined}).has(Look::underlined));
}

TEST(Style, RemembersWhatStylesMean) {
  StyleCache cache;
  const LookChange first = cache.read("font-weight:700&#59;text-align:center");
  EXPECT_EQ(cache.read("font-weight:700&#59;text-align:center"), first);
  EXPECT_EQ(first.set, Look::bold | Look::centred);
}

}  // namespace
}  // namespace weir::html
