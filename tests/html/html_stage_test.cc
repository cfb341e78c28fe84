#include "html/html_stage.h"

#include <gtest/gtest.h>

#include "counted_memory.h"
#include "html/pages.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

using Lines = std::vector<std::string>;

TEST(HtmlStage, CollapsesWhiteSpaceAsPagesAreShown) {
  EXPECT_EQ(text_of("<p> a\n\t b <b> c</b> d </p>\n <p>e"), "a b c d\ne");
  EXPECT_EQ(text_of("<div>a<div>b</div>c</div>"), "a\nb\nc");
  EXPECT_EQ(text_of("a<span> </span>b<i></i>c"), "a bc");
}

TEST(HtmlStage, KeepsNoBreakSpacesBetweenWordsOnly) {
  EXPECT_EQ(text_of("<p>&nbsp;&nbsp;a&nbsp; b\xC2\xA0</p><p>&#160;</p><p>c"), "a\u00A0 b\nc");
}

TEST(HtmlStage, TurnsLineBreaksIntoLinesAndTwoIntoBlocks) {
  EXPECT_EQ(blocks_of("<p><br>a<br> b<br/>&nbsp;<br>c<br></p>"), (Lines{"P [a/b]", "P [c]"}));
}

TEST(HtmlStage, SeparatesCellsAndRows) {
  EXPECT_EQ(blocks_of("<table><tr><td>Cash<td></td><td> 100 </td></tr><tr><td><p>a</p><p>b</p></td><td>c</table>d"),
            (Lines{"row [Cash|100]", "row [a/b|c]", "P [d]"}));
}

TEST(HtmlStage, NumbersTables) {
  const Document document = read_page("<table><tr><td>a<table><tr><td>b</table>c</table><table><tr><td>d</table>");
  std::vector<std::uint32_t> tables;
  for (const Block& block : document.blocks()) tables.push_back(block.table);
  EXPECT_EQ(tables, (std::vector<std::uint32_t>{1, 2, 1, 3}));
}

TEST(HtmlStage, SeesTablesThatOnlyLayOutThePage) {
  EXPECT_EQ(blocks_of("<table><tr><td><h4>Risks</h4><p>one<p>two</td><td> </td></tr></table>"),
            (Lines{"H4 bold [Risks]", "P [one]", "P [two]"}));
}

TEST(HtmlStage, TellsHeadingsItemsAndPageBreaks) {
  EXPECT_EQ(blocks_of("<h1 style='font-size:12pt'>A</h1><ul><li>b<ul><li>c</ul><li><p>d</ul><hr>"
                      "<p style='page-break-before: always'>e<div style='PAGE-BREAK-AFTER: ALWAYS'>f</div>"
                      "<page>g"),
            (Lines{"H1 bold upper [A]", "item1 [b]", "item2 [c]", "item1 [d]", "--", "P [e]", "P [f]", "--", "P [g]"}));
}

TEST(HtmlStage, HidesWhatBrowsersHide) {
  EXPECT_EQ(text_of("<head><title>t</title><style>s</style><script>x</script></head>a<!-- c --><template>t</template>"
                    "<div style='display: none'>h<p>h</p></div><noscript>n</noscript>b"
                    "<ix:header><ix:hidden><ix:nonNumeric>dei</ix:nonNumeric></ix:hidden></ix:header>c"),
            "a\nbc");
}

TEST(HtmlStage, ReadsStylesThatAllOfABlockHas) {
  EXPECT_EQ(blocks_of("<p><b>all</b> <b>bold</b></p><p><b>some</b> bold</p>"),
            (Lines{"P bold [all bold]", "P [some bold]"}));
  EXPECT_EQ(blocks_of("<p><b><i>x</i></b>&nbsp;</p>"), Lines{"P bold italic [x]"}) << "white space has no style";
  EXPECT_EQ(blocks_of("<div align=center><u>x</u></div><center>y</center><p align='CENTER'>z"),
            (Lines{"P underlined centred [x]", "P centred [y]", "P centred [z]"}));
  EXPECT_EQ(blocks_of("<span style='font-weight:700;font-style:italic;text-decoration:underline'>x</span>"),
            Lines{"P bold italic underlined [x]"});
  EXPECT_EQ(blocks_of("<p style='text-align:center'><span style='font-weight:bold'>ITEM 1</span></p>"),
            Lines{"P bold centred upper [ITEM 1]"});
  EXPECT_EQ(blocks_of("<p style='font: bold 10pt Arial'>x<span style='font-weight:400'>y</span>"), Lines{"P [xy]"});
  EXPECT_EQ(blocks_of("<b style='font-weight:normal'>x</b>"), Lines{"P [x]"});
}

TEST(HtmlStage, ReadsSizesAgainstWhatMostOfThePageHas) {
  EXPECT_EQ(blocks_of("<body style='font-size:10pt'><p>body text</p><p style='font-size:15pt'>x</p>"
                      "<p style='font-size:120%'>y</p><font size=2>z</font><p>a<font style='font-size:8pt'>b</font>"),
            (Lines{"P [body text]", "P 150% [x]", "P 120% [y]", "P [z]", "P 0% [ab]"}));
}

TEST(HtmlStage, TellsLinksWithinTheDocument) {
  EXPECT_EQ(blocks_of("<p><a href='#item1'>Item 1</a></p><p><a href=http://x/>x</a></p><p><a href='#b'>b</a> c</p>"),
            (Lines{"P link [Item 1]", "P [x]", "P [b c]"}));
}

TEST(HtmlStage, GoesOnWithFormattingThatWasNotClosed) {
  EXPECT_EQ(blocks_of("<p><b>a<p>b</b><p>c"), (Lines{"P bold [a]", "P bold [b]", "P [c]"}));
  EXPECT_EQ(blocks_of("<b><p>a</b>b</p>c"), (Lines{"P [ab]", "P [c]"}));
  EXPECT_EQ(blocks_of("<table><tr><td><b>a</td><td>b</td></tr><tr><td>c</table>d"),
            (Lines{"row [a|b]", "row [c]", "P [d]"}))
      << "but not out of a cell";
}

TEST(HtmlStage, ReadsPagesMadeAsXhtml) {
  EXPECT_EQ(blocks_of("<?xml version='1.0'?><table><tr><td/><td>a</td><td colspan='3'/></tr></table><div/>b"
                      "<a name='x'/>c<span style='font-weight:bold'/>d"),
            (Lines{"row [a]", "P [bcd]"}));
}

TEST(HtmlStage, ReadsWindows1252WherePagesAreNotUtf8) {
  EXPECT_EQ(text_of("\x93quoted\x94 \x80 5 caf\xE9\xA0x"), "\u201Cquoted\u201D \u20AC 5 caf\u00E9\u00A0x");
  EXPECT_EQ(text_of("\xE2\x80\x9Cquoted\xE2\x80\x9D"), "\u201Cquoted\u201D");
}

TEST(HtmlStage, ReadsByteOrderMarks) {
  EXPECT_EQ(read_page("\xEF\xBB\xBFx").text().source_range(), (Range{3, 4}));
  EXPECT_EQ(read_page(std::string("\xFF\xFEx\0", 4)).text().source_range(), (Range{2, 4}));
}

TEST(HtmlStage, MapsTextToItsBytesInTheFile) {
  Html stage(harness::bind<Html::Params>());
  Document document = harness::content("0123456789<p>a &amp; b</p>");
  document.set_content(document.content().slice(10, 100));
  harness::Answer answer = harness::call(stage, std::move(document));
  const Text& text = answer.documents.at(0).text();
  EXPECT_EQ(text.view(), "a & b");
  EXPECT_EQ(text.source_range(2, 3), (Range{15, 20}));
  EXPECT_EQ(text.source_range(0, 5), (Range{13, 22}));
}

TEST(HtmlStage, WritesALargeTextWhereTheCallSays) {
  std::string page;
  while (page.size() < 2 * LargeMemory::kSmallestBytes + 1) page += "<p>A sentence &amp; another one.</p>";
  for (const char* charset : {"utf-8", "windows-1251"}) {
    harness::CountedMemory memory;
    Html stage(harness::bind<Html::Params>());
    const std::string declared = std::string("<meta charset=") + charset + ">" + page;
    const harness::Answer answer = harness::call(stage, harness::content(declared), {"out"}, &memory);
    EXPECT_TRUE(memory.holds(answer.documents.at(0)));
    EXPECT_EQ(memory.lent(), 1u);
    EXPECT_EQ(answer.documents[0].text().view(), read_page(declared).text().view());
  }
}

TEST(HtmlStage, FailsWithoutContent) {
  Html stage(harness::bind<Html::Params>());
  const harness::Answer answer = harness::call(stage, Document::begin(harness::origin("a")));
  ASSERT_EQ(answer.failures.size(), 1u);
  EXPECT_EQ(answer.failures[0].reason, "html.no_content");
}

TEST(HtmlStage, KeepsAnEmptyPageEmpty) { EXPECT_EQ(text_of(""), ""); }

}  // namespace
}  // namespace weir::html
