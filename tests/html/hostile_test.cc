// Pages made to be slow or large. Each is so long that anything but linear time would not end within the suite's limit.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "html/css.h"
#include "html/page_reader.h"
#include "html/pages.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

std::string repeated(std::string_view what, std::size_t times) {
  std::string text;
  text.reserve(what.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += what;
  return text;
}

long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// Reads a page that is made as it is read: `head`, then `body` until `bytes` have come, then `tail`.
std::string read_stream(std::string_view head, std::string_view body, std::size_t bytes, std::string_view tail) {
  StyleCache styles;
  BlockWriter writer;
  PageReader reader(Encoding::utf8, Layout::markup, styles, writer);
  Tokenizer<PageReader> tokenizer(reader);
  tokenizer.feed(head);
  const std::string piece = repeated(body, (1 << 16) / body.size());
  for (std::size_t fed = 0; fed < bytes; fed += piece.size()) tokenizer.feed(piece);
  tokenizer.feed(tail);
  tokenizer.finish();
  reader.finish();
  return std::string(writer.take_text().view());
}

TEST(Hostile, TokensOfAnyLengthTakeNoMemory) {
  const long before = peak_kilobytes();
  constexpr std::size_t kBytes = std::size_t{32} << 20;
  EXPECT_EQ(read_stream("a<p title='", "x", kBytes, "'>b"), "a\nb");
  EXPECT_EQ(read_stream("a<p ", "title=1 ", kBytes, ">b"), "a\nb");
  EXPECT_EQ(read_stream("a<!-- ", "- --", kBytes, "-->b"), "ab");
  EXPECT_EQ(read_stream("a<!-- ", "x", kBytes, ""), "a");
  EXPECT_EQ(read_stream("a<", "p", kBytes, ">b"), "ab");
  EXPECT_EQ(read_stream("a<!doctype '", "x", kBytes, "'>b"), "ab");
  EXPECT_EQ(read_stream("a&#", "0", kBytes, "65;b"), "aAb");
  EXPECT_EQ(read_stream("a<script>", "</scrip", kBytes, "</script>b"), "ab");
  EXPECT_EQ(read_stream("a", " \n", kBytes, "b"), "a b");
  EXPECT_EQ(read_stream("a<p>", "<p></p>", kBytes, "b"), "a\nb");
  EXPECT_LT(peak_kilobytes() - before, 8 << 10);
}

TEST(Hostile, AMillionUnclosedTagsEnd) {
  EXPECT_EQ(text_of(repeated("<div>", 1000000) + "x"), "x");
  EXPECT_EQ(text_of(repeated("<b><i>", 500000) + "x"), "x");
  EXPECT_EQ(text_of(repeated("<table><tr><td>", 300000) + "x"), "x");
  EXPECT_EQ(text_of(repeated("<p><font size=1><b>", 300000) + "x"), "x");
  EXPECT_EQ(text_of(repeated("<ul><li>", 500000) + "x"), "x");
  EXPECT_EQ(text_of(repeated("<x>", 600) + repeated("</y>", 1000000) + "x"), "x");
  EXPECT_EQ(text_of(repeated("<a href=#b>", 500000) + "x"), "x");
}

TEST(Hostile, DeepNestingKeepsAllText) {
  const std::string page = repeated("<div>", 200000) + "x" + repeated("</div>", 200000) + "<b>y</b>";
  EXPECT_EQ(text_of(page), "x\ny");
}

TEST(Hostile, AHundredThousandAttributesEnd) {
  std::string tag = "<p";
  for (int i = 0; i < 100000; ++i) tag += " a" + std::to_string(i) + "=1";
  EXPECT_EQ(text_of(repeated(tag + ">x", 20)).size(), 20 + 19u);
}

TEST(Hostile, AMillionDifferentStylesEnd) {
  std::string page;
  for (int i = 0; i < 200000; ++i) page += "<p style='font-size:" + std::to_string(i) + "pt'>x";
  EXPECT_EQ(text_of(page).size(), 2 * 200000 - 1u);
}

TEST(Hostile, LoneMarksAreText) {
  EXPECT_EQ(text_of(repeated("<", 1000000)), repeated("<", 1000000));
  EXPECT_EQ(text_of(repeated("&", 1000000)), repeated("&", 1000000));
  EXPECT_EQ(text_of(repeated("&a", 1000000)), repeated("&a", 1000000));
}

TEST(Hostile, NulBytesAndHalfCharactersBecomeText) {
  EXPECT_EQ(text_of(std::string("a\0b", 3)), "ab");
  EXPECT_EQ(text_of("\xED\xA0\x80", "never"), "\u00ED\u00A0\u20AC");  // half of a surrogate, byte by byte
  EXPECT_EQ(text_of("caf\xC3\xA9 \xC3 x"), "caf\u00C3\u00A9 \u00C3 x") << "not UTF-8 as a whole, so windows-1252";
  EXPECT_EQ(text_of("caf\xC3\xA9 \xC3"), "caf\u00E9 \u00C3") << "cut off inside of a character";
}

TEST(Hostile, TablesWithoutEndKeepTheirText) {
  EXPECT_EQ(text_of("<table><tr><td>a<table><td>b</table>c<td>d"), "a\nb\nc\td");
  EXPECT_EQ(text_of("<td>a<td>b<tr>c</table>d"), "a\tb\nc\nd");
}

TEST(Hostile, FilesOfTheCorpusEnd) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "the corpus is absent: set WEIR_CORPUS";
  for (const auto& entry : std::filesystem::directory_iterator(*corpus / "hostile/html")) {
    const std::string page = harness::read_file(entry.path());
    for (const std::string_view plain : {"auto", "never", "always"}) {
      const Document document = read_page(page, plain);
      EXPECT_EQ(document.text().map().text_size(), document.text().size()) << entry.path();
    }
  }
}

}  // namespace
}  // namespace weir::html
