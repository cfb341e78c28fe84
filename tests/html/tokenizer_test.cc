#include "html/tokenizer.h"

#include <gtest/gtest.h>

#include "html/pages.h"
#include "html/tokens.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

using List = std::vector<std::string>;

TEST(Tokenizer, ReadsNumbersThroughWindows1252) {
  EXPECT_EQ(tokens_of("&#128;&#x91;&#146;&#159;"), List{"text [\u20AC\u2018\u2019\u0178]"});
  EXPECT_EQ(tokens_of("&#0;&#xD800;&#x110000;&#99999999999999999999;"), List{"text [\uFFFD\uFFFD\uFFFD\uFFFD]"});
  EXPECT_EQ(tokens_of("&#65&#x42 &#;&#x;&#xg;"), List{"text [AB &#;&#x;&#xg;]"});
}

TEST(Tokenizer, ReadsTheLongestNamedReference) {
  EXPECT_EQ(tokens_of("&notin;&notit;&not;&amp&ampx&AMP;"), List{"text [\u2209\u00ACit;\u00AC&&x&]"});
  EXPECT_EQ(tokens_of("&CounterClockwiseContourIntegral;"), List{"text [\u2233]"});
  EXPECT_EQ(tokens_of("&NotEqualTilde;&bogus;&;& &"), List{"text [\u2242\u0338&bogus;&;& &]"});
}

TEST(Tokenizer, LeavesUnfinishedReferencesInAttributesAlone) {
  EXPECT_EQ(tokens_of("<a href='?a=1&copy=2&copy;&lt&ltx&amp'>"), List{"<a href=[?a=1&copy=2\u00A9<&ltx&]>"});
}

TEST(Tokenizer, ReadsRawTextUpToItsOwnEndTag) {
  EXPECT_EQ(tokens_of("<title>a &amp; <b></i></TITLE >b"),
            (List{"<title>", "text [a & <b></i>]", "</title>", "text [b]"}));
  EXPECT_EQ(tokens_of("<style>a &amp; </st></styles></style>b"),
            (List{"<style>", "text [a &amp; </st></styles>]", "</style>", "text [b]"}));
  EXPECT_EQ(tokens_of("<script><!--<script></script>--></script>b"),
            (List{"<script>", "text [<!--<script></script>-->]", "</script>", "text [b]"}));
  EXPECT_EQ(tokens_of("<script>a<!-- </script>b"), (List{"<script>", "text [a<!-- ]", "</script>", "text [b]"}));
  EXPECT_EQ(tokens_of("<plaintext>a</plaintext>"), (List{"<plaintext>", "text [a</plaintext>]"}));
}

TEST(Tokenizer, SaysWhereEachTokenLies) {
  Tokens tokens;
  Tokenizer<Tokens> tokenizer(tokens, 1000);
  feed_in_pieces(tokenizer, "ab<p class=x>&amp;c</p>", 3);
  EXPECT_EQ(tokens.places(),
            (List{"1000+2 text ab", "1002+11 start p", "1013+5 reference &", "1018+1 text c", "1019+4 end p"}));
}

TEST(Tokenizer, KeepsNoMoreOfATagThanItsLimit) {
  // Attributes up to the limit are there, later ones are not, wherever the pieces end.
  const std::string long_value(kMaxTokenBytes, 'x');
  const std::string page = "<p a=1 b='" + long_value + "' c=2>text";
  for (const std::size_t piece : {std::size_t{7}, page.size()}) {
    EXPECT_EQ(tokens_of(page, piece), (List{"<p a=[1]>", "text [text]"}));
  }
}

TEST(Tokenizer, NeverDependsOnWherePiecesEnd) {
  const auto files = filings();
  if (files.empty()) GTEST_SKIP() << "the corpus is absent: set WEIR_CORPUS";
  for (const auto& file : files) {
    const std::string page = harness::read_file(file);
    const List whole = tokens_of(page, page.size());
    for (const std::size_t piece : {1, 7, 65536}) {
      if (piece < 65536 && page.size() > 500000) continue;
      EXPECT_EQ(tokens_of(page, piece), whole) << file << " in pieces of " << piece;
    }
  }
}

}  // namespace
}  // namespace weir::html
