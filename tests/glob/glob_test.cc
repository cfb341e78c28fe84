#include "glob/glob.h"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace weir::glob {
namespace {

bool matches(const char* pattern, const char* path) { return Glob(pattern).matches(path); }

TEST(Glob, StarsStayWithinAPart) {
  EXPECT_TRUE(matches("*.txt", "a.txt"));
  EXPECT_TRUE(matches("*", "a"));
  EXPECT_FALSE(matches("*.txt", "folder/a.txt"));
  EXPECT_TRUE(matches("*/*.txt", "folder/a.txt"));
  EXPECT_TRUE(matches("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(matches("a*b*c", "a-b-b-d"));
  EXPECT_FALSE(matches("*.txt", "a.txt.gz"));
}

TEST(Glob, DoubleStarsCrossFoldersAndMayStandForNone) {
  EXPECT_TRUE(matches("**/*.htm", "a.htm"));
  EXPECT_TRUE(matches("**/*.htm", "x/y/z/a.htm"));
  EXPECT_TRUE(matches("x/**/a.htm", "x/a.htm"));
  EXPECT_TRUE(matches("x/**/y/**/a.htm", "x/1/2/y/y/a.htm"));
  EXPECT_FALSE(matches("x/**/y/**/a.htm", "x/1/2/a.htm"));
  EXPECT_FALSE(matches("x/**/a.htm", "xx/a.htm"));
}

TEST(Glob, DoubleStarsAtTheEndMeanWhatLiesBelow) {
  EXPECT_TRUE(matches("x/**", "x/a"));
  EXPECT_TRUE(matches("x/**", "x/y/a"));
  EXPECT_FALSE(matches("x/**", "x"));
  EXPECT_TRUE(matches("**", "x/y"));
}

TEST(Glob, SetsAndQuestionMarksMatchOneCharacter) {
  EXPECT_TRUE(matches("1[0-9]k", "10k"));
  EXPECT_FALSE(matches("1[!0-9]k", "10k"));
  EXPECT_TRUE(matches("1[^a]k", "10k"));
  EXPECT_TRUE(matches("[]a-]", "-"));
  EXPECT_TRUE(matches("[]a-]", "]"));
  EXPECT_TRUE(matches("[\\]]", "]"));
  EXPECT_TRUE(matches("?.txt", "é.txt"));
  EXPECT_TRUE(matches("[à-ü].txt", "é.txt"));
  EXPECT_FALSE(matches("??.txt", "é.txt"));
  EXPECT_FALSE(matches("*??y", "éy"));
}

TEST(Glob, BracesNestAndHoldFolders) {
  const Glob glob("**/{10k/{2022,2023},old}/*.{htm,html,t{,e}xt}");
  EXPECT_TRUE(glob.matches("10k/2022/a.htm"));
  EXPECT_TRUE(glob.matches("deep/10k/2023/a.html"));
  EXPECT_TRUE(glob.matches("old/a.txt"));
  EXPECT_TRUE(glob.matches("old/a.text"));
  EXPECT_FALSE(glob.matches("10k/2021/a.htm"));
  EXPECT_TRUE(matches("a{,.bak}", "a"));
  EXPECT_TRUE(matches("a{,.bak}", "a.bak"));
  EXPECT_TRUE(matches("[{]a", "{a"));
}

TEST(Glob, BackslashTakesTheNextCharacterAsItIs) {
  EXPECT_TRUE(matches("\\*.txt", "*.txt"));
  EXPECT_FALSE(matches("\\*.txt", "a.txt"));
  EXPECT_TRUE(matches("\\{a,b\\}", "{a,b}"));
}

TEST(Glob, HiddenNamesAreMatchedOnlyWhereTheDotIsWritten) {
  EXPECT_FALSE(matches("*", ".hidden"));
  EXPECT_FALSE(matches("**/*.txt", ".git/a.txt"));
  EXPECT_FALSE(matches("?hidden", ".hidden"));
  EXPECT_TRUE(matches(".*", ".hidden"));
  EXPECT_TRUE(matches(".git/**", ".git/config"));
}

TEST(Glob, KnowsWhichFoldersAreWorthEntering) {
  const Glob glob("filings/{2022,2023}/**/*.htm");
  EXPECT_TRUE(glob.may_match_below(""));
  EXPECT_TRUE(glob.may_match_below("filings"));
  EXPECT_TRUE(glob.may_match_below("filings/2022"));
  EXPECT_TRUE(glob.may_match_below("filings/2022/a/b"));
  EXPECT_FALSE(glob.may_match_below("filings/2021"));
  EXPECT_FALSE(glob.may_match_below("other"));
  EXPECT_FALSE(Glob("*.txt").may_match_below("folder"));
  EXPECT_FALSE(Glob("**/*.txt").may_match_below(".git"));
}

TEST(Glob, TakesTimeInProportionToThePatternTimesTheName) {
  std::string stars;
  for (int i = 0; i < 40; ++i) stars += "a*";
  EXPECT_FALSE(matches((stars + "b").c_str(), std::string(2000, 'a').c_str()));
  std::string folders;
  for (int i = 0; i < 40; ++i) folders += "**/a/";
  std::string path;
  for (int i = 0; i < 300; ++i) path += "a/";
  EXPECT_FALSE(matches((folders + "b").c_str(), (path + "c").c_str()));
}

TEST(Glob, SaysWhatIsWrongWithAPattern) {
  EXPECT_EQ(error_in("**/*.{htm,html}"), std::nullopt);
  EXPECT_EQ(error_in("*.{htm"), "a `{` is not closed: \"*.{htm\"");
  EXPECT_EQ(error_in("*.htm}"), "a `}` has no `{`: \"*.htm}\"");
  EXPECT_EQ(error_in("[a"), "a `[` is not closed: \"[a\"");
  EXPECT_EQ(error_in("[a/b]"), "a `[` is not closed: \"[a\"");
  EXPECT_EQ(error_in("a\\"), "a `\\` stands at the end: \"a\\\"");
  EXPECT_EQ(error_in(""), "a pattern is empty: \"\"");
  std::string many = "x";
  for (int i = 0; i < 30; ++i) many += "{a,b}";
  EXPECT_EQ(error_in(many)->substr(0, 41), "braces stand for more than 1,000 patterns");
}

}  // namespace
}  // namespace weir::glob
