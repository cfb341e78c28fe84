#include "html/page_reader.h"

#include <gtest/gtest.h>

#include "html/layout.h"
#include "html/pages.h"
#include "html/tokens.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

struct Page {
  std::string text;
  std::vector<Block> blocks;
  std::vector<Range> sources;  // of every seventh byte of the text

  bool operator==(const Page&) const = default;
};

Page read_in_pieces(std::string_view bytes, std::size_t piece) {
  TagReader tags;
  BlockWriter writer;
  PageReader reader(Encoding::utf8, layout_of(bytes), tags, writer);
  Tokenizer<PageReader> tokenizer(reader);
  feed_in_pieces(tokenizer, bytes, piece);
  reader.finish();
  const Text text = writer.take_text();
  Page page{std::string(text.view()), writer.take_blocks(), {}};
  for (std::size_t at = 0; at < text.size(); at += 7) page.sources.push_back(text.source_range(at, at + 1));
  return page;
}

TEST(PageReader, NeverDependsOnWherePiecesEnd) {
  const std::string_view page =
      "\xE2\x80\x9Cquoted\xE2\x80\x9D \xC2\xA0 x\xC3<p align='center'>caf\xC3\xA9 \n <b>&nbsp;&amp; "
      "\xF0\x9F\x98\x80</b>"
      "<br>\r\n<pre>a line\r\n\r\nPART I &amp;\r\nII</pre><table><tr><td>a  b<td>c</table>\xE2\x82";
  const Page whole = read_in_pieces(page, page.size());
  EXPECT_EQ(whole.text,
            "\u201Cquoted\u201D \u00A0 x\u00C3\ncaf\u00E9 \u00A0& \U0001F600\na line\nPART I &\nII\na b\tc\n"
            "\u00E2\u201A");
  for (std::size_t piece = 1; piece < page.size(); ++piece) {
    EXPECT_TRUE(read_in_pieces(page, piece) == whole) << "in pieces of " << piece;
  }
}

TEST(PageReader, ReadsFilingsAlikeInAnyPieces) {
  const auto files = filings();
  if (files.empty()) GTEST_SKIP() << "the corpus is absent: set WEIR_CORPUS";
  for (const auto& file : files) {
    const std::string page = harness::read_file(file);
    if (page.size() > 1000000) continue;
    const Page whole = read_in_pieces(page, page.size());
    for (const std::size_t piece : {1, 4093}) EXPECT_TRUE(read_in_pieces(page, piece) == whole) << file << " " << piece;
  }
}

}  // namespace
}  // namespace weir::html
