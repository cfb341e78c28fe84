// Pages made to be slow or large. Each is so long that anything but linear time would not end within the suite's limit.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "html/gumbo_text.h"
#include "html/memory_growth.h"
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

// A page that is made as it is read: `head`, then `body` again and again until there are `bytes`, then `tail`.
class MadePage final : public ByteSource {
 public:
  MadePage(std::string_view head, std::string_view body, std::size_t bytes, std::string_view tail)
      : head_(head), bodies_(repeated(body, (1 << 16) / body.size())), tail_(tail) {
    body_bytes_ = (bytes / bodies_.size() + 1) * bodies_.size();
  }

  std::uint64_t size() const override { return head_.size() + body_bytes_ + tail_.size(); }

  std::size_t read(std::uint64_t offset, std::span<char> into) const override {
    std::size_t done = 0;
    while (done != into.size() && offset + done < size()) {
      const std::string_view part = part_at(offset + done);
      done += part.copy(into.data() + done, into.size() - done);
    }
    return done;
  }

 private:
  std::string_view part_at(std::uint64_t offset) const {
    if (offset < head_.size()) return std::string_view(head_).substr(offset);
    offset -= head_.size();
    if (offset < body_bytes_) return std::string_view(bodies_).substr(offset % bodies_.size());
    return std::string_view(tail_).substr(offset - body_bytes_);
  }

  std::string head_;
  std::string bodies_;
  std::uint64_t body_bytes_;
  std::string tail_;
};

std::string read_made(std::string_view head, std::string_view body, std::size_t bytes, std::string_view tail,
                      std::string_view plain = "never") {
  Document document = harness::content("");
  document.set_content(Content(std::make_shared<MadePage>(head, body, bytes, tail)));
  return std::string(read_document(std::move(document), plain).text().view());
}

constexpr long kMegabyte = std::size_t{1} << 20;

TEST(Hostile, TokensOfAnyLengthTakeNoMemory) {
  const long growth = memory_growth([] {
    EXPECT_EQ(read_made("a<p title='", "x", 100 * kMegabyte, "'>b"), "a\nb");
    EXPECT_EQ(read_made("a<p ", "title=1 ", 16 * kMegabyte, ">b"), "a\nb");
    EXPECT_EQ(read_made("a<!-- ", "x", 50 * kMegabyte, ""), "a");
    EXPECT_EQ(read_made("a<!-- ", "- --", 16 * kMegabyte, "-->b"), "ab");
    EXPECT_EQ(read_made("a<", "p", 16 * kMegabyte, ">b"), "ab");
    EXPECT_EQ(read_made("a<!doctype '", "x", 16 * kMegabyte, "'>b"), "ab");
    EXPECT_EQ(read_made("a&#", "0", 16 * kMegabyte, "65;b"), "aAb");
    EXPECT_EQ(read_made("a<script>", "</scrip", 16 * kMegabyte, "</script>b"), "ab");
    EXPECT_EQ(read_made("a", " \n", 16 * kMegabyte, "b"), "a b");
    EXPECT_EQ(read_made("a", std::string_view("\0", 1), 16 * kMegabyte, "b"), "ab");
    EXPECT_EQ(read_made("a<p>", "<p></p>", 16 * kMegabyte, "b"), "a\nb");
    EXPECT_EQ(read_made("a<svg><![CDATA[", "]", kMegabyte, "]]>b").size(), kMegabyte + (1 << 16) + 2u);
  });
  EXPECT_LT(growth, 8 * kMegabyte);
}

TEST(Hostile, MarkupOfConvertedPagesTakesNoMemory) {
  const long growth = memory_growth([] {
    using namespace std::string_view_literals;
    EXPECT_EQ(read_made("\xFF\xFE"
                        "a\0<\0!\0-\0-\0"sv,
                        "x\0"sv, 8 * kMegabyte, "-\0-\0>\0b\0"sv),
              "ab");
    EXPECT_EQ(read_made("<meta charset=shift_jis>a<p title='", "\x83\x8A", 8 * kMegabyte, "'>b"), "a\nb");
  });
  EXPECT_LT(growth, 8 * kMegabyte);
}

TEST(Hostile, LinesWithoutEndTakeNoMemory) {
  const long growth = memory_growth([] {
    EXPECT_EQ(read_made("a", " ", 16 * kMegabyte, " b\n", "always"), "a\nb");
    EXPECT_EQ(read_made("a", "<x>", 16 * kMegabyte, "b\n", "always"), "ab");
    EXPECT_EQ(read_made("a", "&Tab;", 16 * kMegabyte, "b\n", "always"), "a\nb");
  });
  EXPECT_LT(growth, 16 * kMegabyte);
}

TEST(Hostile, APageOfOneLineKeepsItsWords) {
  std::string text = read_made("", "words of one line ", 8 * kMegabyte, "", "always");
  EXPECT_GT(std::count(text.begin(), text.end(), '\n'), 100);
  std::replace(text.begin(), text.end(), '\n', ' ');
  EXPECT_TRUE(text + ' ' == repeated("words of one line ", (text.size() + 1) / 18));
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

TEST(Hostile, ManyTagsThatCloseNothingEnd) {
  const std::string open = repeated("<b>", 256) + repeated("<font>", 256);
  EXPECT_EQ(text_of(open + repeated("</i>", 1000000) + "x"), "x");
  EXPECT_EQ(text_of(open + repeated("</y>", 1000000) + "x"), "x");
  EXPECT_EQ(text_of(open + repeated("<p>", 300000) + "x"), "x");
  EXPECT_EQ(text_of(open + repeated("</p>", 300000) + "x"), "x");
  EXPECT_EQ(text_of(open + repeated("<li>", 300000) + "x"), "x");
  EXPECT_EQ(text_of(open + repeated("</table>", 300000) + "x"), "x");
  EXPECT_EQ(text_of(repeated("<ul>", 512) + repeated("<li>", 300000) + "x"), "x");
  EXPECT_EQ(text_of(repeated("<b><p>", 256) + repeated("</b></p>", 300000) + "x"), "x");
  EXPECT_EQ(text_of("<table>" + repeated("<tr><td><a>", 200000) + "x"), "x");
}

TEST(Hostile, DeepNestingKeepsAllText) {
  const std::string page = repeated("<div>", 200000) + "x" + repeated("</div>", 200000) + "<b>y</b>";
  EXPECT_EQ(text_of(page), "x\ny");
}

TEST(Hostile, AHundredThousandAttributesEnd) {
  std::string tag = "<p";
  for (int i = 0; i < 100000; ++i) tag += " a" + std::to_string(i) + "=1";
  EXPECT_EQ(text_of(repeated(tag + ">x", 5)).size(), 5 + 4u);
}

TEST(Hostile, AMillionDifferentStylesEnd) {
  std::string page;
  for (int i = 0; i < 200000; ++i) page += "<p style='font-size:" + std::to_string(i) + "pt'>x";
  EXPECT_EQ(text_of(page).size(), 2 * 200000 - 1u);
}

TEST(Hostile, LoneMarksAreText) {
  // Not shown where they differ: gtest takes long to compare lines of this length.
  const auto stays = [](std::string_view mark) {
    const std::string page = repeated(mark, 1000000);
    return text_of(page, "never") == page && without_space(text_of(page, "always")) == page;
  };
  for (const std::string_view mark : {"<", "&", "&a", "&#", "<1"}) EXPECT_TRUE(stays(mark)) << mark;
  // Comments without end.
  for (const std::string_view mark : {"</", "<!", "<?", "</ >"})
    EXPECT_EQ(text_of(repeated(mark, 1000000)), "") << mark;
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
