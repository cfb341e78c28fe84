// The filings of the gold table with other markup: what decides must be how reports are built, not how these are.
#include <functional>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "sec/filings.h"
#include "sec/sections.h"

namespace weir::sec {
namespace {

using Change = std::function<void(std::string&)>;

Change replace(const std::string& pattern, const std::string& with) {
  return [pattern, with](std::string& bytes) { RE2::GlobalReplace(&bytes, pattern, with); };
}

const std::string kItem = "(?i)\\b(item)(?:\\s|&nbsp;|&#160;)+([0-9]+[ABC]?)";

std::map<std::string, Change> changes() {
  const Change no_styles = [](std::string& bytes) {
    RE2::GlobalReplace(&bytes, "(?i)\\sstyle\\s*=\\s*(?:\"[^\"]*\"|'[^']*')", "");
    RE2::GlobalReplace(&bytes, "(?i)</?(?:b|i|u|font|strong|em|center|a|hr)\\b[^>]*>", "");
  };
  return {{"without styles, links and page breaks", no_styles},
          {"a paragraph for each cell",
           [](std::string& bytes) {
             RE2::GlobalReplace(&bytes, "(?i)</?(?:table|tbody|tr)\\b[^>]*>", "");
             RE2::GlobalReplace(&bytes, "(?i)<(/?)td\\b", "<\\1div");
           }},
          {"without a space or a period",
           [](std::string& bytes) { RE2::GlobalReplace(&bytes, kItem + "\\.?", "Item\\2 "); }},
          {"in small letters, with a dash", replace(kItem + "\\.", "item \\2 &#151; ")},
          {"with a space before the letter", replace("(?i)\\b(item(?:\\s|&nbsp;|&#160;)*[0-9]+)([ABC])\\b", "\\1 \\2")},
          {"behind the part", replace("(?i)(>\\s*)(item(?:\\s|&nbsp;|&#160;)*1A)", "\\1PART I, \\2")}};
}

void expect_gold(const Gold& gold, const Extraction& extraction) {
  if (gold.status != "extracted") {
    EXPECT_EQ(extraction.sections.size(), 0U);
    return;
  }
  ASSERT_EQ(extraction.sections.size(), 1U);
  const std::string body = body_of(extraction.sections.front());
  EXPECT_TRUE(body.starts_with(gold.first_text)) << body.substr(0, 200);
  EXPECT_TRUE(body.ends_with(gold.last_text)) << body.substr(body.size() - std::min<std::size_t>(body.size(), 200));
}

TEST(Variations, OfMarkupChangeNothing) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no corpus: set WEIR_CORPUS";
  for (const Gold& gold : read_gold(*corpus / "sec_gold" / "item1a_anchors.tsv")) {
    const std::string bytes = harness::read_file(*corpus / "sec_html" / gold.file);
    for (const auto& [name, change] : changes()) {
      SCOPED_TRACE(gold.file + " " + name);
      std::string changed = bytes;
      change(changed);
      expect_gold(gold, extract(harness::content(std::move(changed), gold.file)));
    }
  }
}

// The items of quarterly reports, also where nothing says any more which part they are in.
TEST(Variations, OfMarkupChangeNothingInQuarterlyReports) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no corpus: set WEIR_CORPUS";
  auto variations = changes();
  variations.erase("behind the part");  // which changes one item only
  variations["without headings of parts"] =
      replace("(?i)(>\\s*)part\\s+i+\\s*(?:&#150;|&#8211;|–)\\s*(?:financial|other)\\s+information", "\\1");
  for (const Gold& gold : read_quarterly_gold(WEIR_SOURCE_DIR "/tests/gold/quarterly_anchors.tsv")) {
    const std::string bytes = harness::read_file(*corpus / "sec_html" / gold.file);
    for (const auto& [name, change] : variations) {
      // Numbers alone in a paragraph, as those of exhibits would be, are taken for those of pages.
      if (gold.section == "II-6" && name == "a paragraph for each cell") continue;
      SCOPED_TRACE(gold.file + " " + gold.section + " " + name);
      std::string changed = bytes;
      change(changed);
      Gold expected = gold;
      change(expected.last_text);  // which may name an item
      expected.last_text = collapsed(expected.last_text);
      expect_gold(expected, extract(harness::content(std::move(changed), gold.file), {gold.section}, "10-Q"));
    }
  }
}

// Lines of at most 72 characters, blank ones between blocks; pages of 50 lines with a head, and with their number
// below.
class Typist {
 public:
  explicit Typist(std::string_view form) : typed_("FORM " + std::string(form) + "\n\n") {}

  std::string type(const Document& report) {
    for (const Block& block : report.blocks()) {
      std::string line;
      for (const char c : collapsed(report.text().view().substr(block.begin, block.size())) + " ") {
        line += c;
        if (c == ' ' && line.size() > 66) end_line(line);
      }
      end_line(line);
      end_line(line);
    }
    return std::move(typed_);
  }

 private:
  void end_line(std::string& line) {
    typed_ += collapsed(line) + "\n";
    line.clear();
    if (++lines_ % 50 != 0) return;
    typed_ += "\n                                    " + std::to_string(++pages_) +
              "\n<PAGE>\n\n                        THE REGISTRANT AND SUBSIDIARIES\n\n";
  }

  std::string typed_;
  std::size_t lines_ = 0;
  int pages_ = 0;
};

TEST(Variations, TypedOnPagesAreStillFound) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no corpus: set WEIR_CORPUS";
  for (const Gold& gold : read_gold(*corpus / "sec_gold" / "item1a_anchors.tsv")) {
    if (gold.file.ends_with(".txt")) continue;
    SCOPED_TRACE(gold.file);
    const std::string typed = Typist("10-K").type(read(harness::file(*corpus / "sec_html" / gold.file)));
    expect_gold(gold, extract(harness::content(typed, "typed.txt")));
  }
}

TEST(Variations, TypedQuarterlyReportsAreStillFound) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no corpus: set WEIR_CORPUS";
  for (const Gold& gold : read_quarterly_gold(WEIR_SOURCE_DIR "/tests/gold/quarterly_anchors.tsv")) {
    SCOPED_TRACE(gold.file + " " + gold.section);
    const std::string typed = Typist("10-Q").type(read(harness::file(*corpus / "sec_html" / gold.file)));
    expect_gold(gold, extract(harness::content(typed, "typed.txt"), {gold.section}, "10-Q"));
  }
}

// No sentence is lost: each paragraph stands in the cleaned text, but for the white space in it.
TEST(Variations, LoseNoSentenceWhenTheyAreCleaned) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no corpus: set WEIR_CORPUS";
  for (const Gold& gold : read_gold(*corpus / "sec_gold" / "item1a_anchors.tsv")) {
    SCOPED_TRACE(gold.file);
    const Document report = read(harness::file(*corpus / "sec_html" / gold.file));
    const Extraction extraction = extract(harness::file(*corpus / "sec_html" / gold.file), {"1", "1A", "3", "7"});
    for (const Document& section : extraction.sections) {
      const std::string clean = collapsed(section.text().view());
      const Range range = section.text().source_range();
      for (const Block& block : report.blocks()) {
        const std::string_view text = report.text().view().substr(block.begin, block.size());
        const Range source = report.text().source_range(block.begin, block.end);
        if (block.kind == BlockKind::table_row || source.begin < range.begin || source.end > range.end) continue;
        if (text.size() < 120) continue;
        EXPECT_NE(clean.find(collapsed(text)), std::string::npos) << text;
      }
    }
  }
}

}  // namespace
}  // namespace weir::sec
