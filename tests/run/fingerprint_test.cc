#include "run/fingerprint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir::run {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// in -> text -> out, and other -> out.
const std::string kBefore =
    "in\tstage\tfiles\nin\twith.root\t\"a\"\nother\tstage\tfiles\n"
    "text\tstage\thtml\ntext\tversion\t1\ntext\tbuild\tb1\ntext\tfrom\tin.out\n"
    "out\tstage\tjsonl\nout\twith.path\t\"x\"\nout\tfrom\ttext.out other.out\n";

std::string with(const std::string& from, const std::string& to) {
  std::string text = kBefore;
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(Fingerprint, OfTheSameHasNoChanges) { EXPECT_THAT(changes_between(kBefore, kBefore), IsEmpty()); }

TEST(Fingerprint, NamesTheNodeTheKeyAndBothValues) {
  EXPECT_THAT(changes_between(kBefore, with("\"x\"", "\"y\"")),
              ElementsAre(Change{"out", "with.path", "\"x\"", "\"y\""}));
}

TEST(Fingerprint, NoticesAPluginThatWasBuiltAnewWithTheSameVersion) {
  EXPECT_THAT(changes_between(kBefore, with("b1", "b9")), ElementsAre(Change{"text", "build", "b1", "b9"}));
}

TEST(Fingerprint, NoticesKeysThatCameOrWent) {
  const std::string more = with("text\tfrom", "text\tdata.icu\t72.1\ntext\tfrom");
  EXPECT_THAT(changes_between(kBefore, more), ElementsAre(Change{"text", "data.icu", std::nullopt, "72.1"}));
  EXPECT_THAT(changes_between(more, kBefore), ElementsAre(Change{"text", "data.icu", "72.1", std::nullopt}));
}

TEST(Fingerprint, TakesANodeThatCameOrWentForOneChange) {
  const std::string less = with("other\tstage\tfiles\n", "");
  EXPECT_THAT(changes_between(kBefore, less), ElementsAre(Change{"other", "stage", "files", std::nullopt}));
  EXPECT_THAT(changes_between(less, kBefore), ElementsAre(Change{"other", "stage", std::nullopt, "files"}));
}

TEST(Fingerprint, KnowsWhichSourcesANodeSees) {
  EXPECT_THAT(sources_above(kBefore, "text"), ElementsAre("in"));
  EXPECT_THAT(sources_above(kBefore, "out"), ElementsAre("in", "other"));
  EXPECT_THAT(sources_above(kBefore, "in"), ElementsAre("in"));
  EXPECT_THAT(sources_above(kBefore, "nothing"), IsEmpty());
  EXPECT_THAT(sources_of(kBefore), ElementsAre("in", "other"));
}

}  // namespace
}  // namespace weir::run
