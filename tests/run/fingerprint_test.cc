#include "run/fingerprint.h"

#include <gtest/gtest.h>

namespace weir::run {
namespace {

const std::string kBefore = "text\tb1\t{\"stage\":\"html\"}\nout\tb2\t{\"stage\":\"jsonl\"}\n";

TEST(Fingerprint, NamesTheNodeWhosePluginWasBuiltAnew) {
  EXPECT_EQ(difference(kBefore, "text\tb9\t{\"stage\":\"html\"}\nout\tb2\t{\"stage\":\"jsonl\"}\n"),
            "the plugin of `text` was built anew");
}

TEST(Fingerprint, NamesTheNodeThatChanged) {
  EXPECT_EQ(difference(kBefore, "text\tb1\t{\"stage\":\"html\"}\nout\tb2\t{\"stage\":\"csv\"}\n"),
            "the node `out` has other parameters, inputs or versions");
}

TEST(Fingerprint, NamesNodesThatCameOrWent) {
  EXPECT_EQ(difference(kBefore, "text\tb1\t{\"stage\":\"html\"}\n"), "the node `out` is gone");
  EXPECT_EQ(difference("text\tb1\t{\"stage\":\"html\"}\n", kBefore), "the node `out` is new");
  EXPECT_EQ(difference(kBefore, "gate\tb1\t{}\nout\tb2\t{\"stage\":\"jsonl\"}\n"),
            "where `text` stood, there is now `gate`");
}

TEST(Fingerprint, OfTheSameIsNoDifference) { EXPECT_EQ(difference(kBefore, kBefore), "nothing"); }

}  // namespace
}  // namespace weir::run
