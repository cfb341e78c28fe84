// Small filings of many structures: which sections are found in them, and why others are not.
#include "sec/sections.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sec/filings.h"

namespace weir::sec {
namespace {

using testing::ElementsAre;

constexpr std::string_view kCover =
    "<html><body><p>FORM 10-K</p><p>ANNUAL REPORT PURSUANT TO SECTION 13</p>"
    "<p>For the fiscal year ended December 31, 2012</p><p>LOOM AND SHUTTLE, INC.</p>"
    "<p>(Exact name of registrant as specified in its charter)</p>";
constexpr std::string_view kBusiness =
    "<p>We weave cloth on looms that were built by our founders and sell it to tailors in four countries, most of whom "
    "have bought from us for many years.</p>";
constexpr std::string_view kRisks =
    "<p>Cotton may become dear, and we might not be able to pass on what it costs us to those who buy our cloth.</p>"
    "<p>Our looms are old, and if they break we may have to stop work until somebody is found who can mend them.</p>";
constexpr std::string_view kRisksText =
    "Cotton may become dear, and we might not be able to pass on what it costs us to those who buy our cloth. "
    "Our looms are old, and if they break we may have to stop work until somebody is found who can mend them.";

std::string heading(std::string_view text) { return "<p><b>" + std::string(text) + "</b></p>"; }

// A report whose Item 1A has the heading and the body that are given.
std::string report(std::string_view risk_heading, std::string_view risks, std::string_view before = {}) {
  return std::string(kCover) + std::string(before) + "<p align=center>PART I</p>" + heading("Item 1. Business") +
         std::string(kBusiness) + std::string(risk_heading) + std::string(risks) +
         heading("Item 1B. Unresolved Staff Comments") + "<p>None.</p>" + heading("Item 2. Properties") +
         "<p>We own a mill beside the river, with a weir that has turned its wheel since before anybody now remembers."
         "</p><p align=center>PART II</p>" +
         heading("Item 5. Market for Registrant’s Common Equity") +
         "<p>There is no public market for our shares, and we do not expect that there will be one.</p></body></html>";
}

// The body of the one section that is there.
std::string only_body(const Extraction& extraction) {
  if (extraction.sections.size() != 1) return "(" + std::to_string(extraction.sections.size()) + " sections)";
  return body_of(extraction.sections.front());
}

TEST(Sections, AreFoundUnderHeadingsOfEveryForm) {
  for (const char* form :
       {"<p><b>Item 1A. Risk Factors</b></p>", "<p>ITEM 1A. RISK FACTORS</p>", "<h2>Item 1A&mdash;Risk Factors</h2>",
        "<p>Item&nbsp;1A:&nbsp;Risk factors</p>", "<p><b>Item1A Risk Factors.</b></p>",
        "<p><b>Item 1A.</b></p><p><b>Risk Factors</b></p>", "<p>Item 1A.<br>RISK FACTORS</p>",
        "<table><tr><td>Item 1A.</td><td>Risk Factors</td></tr></table>",
        "<div>ITEM 1A. <font>RISK F</font> <font>ACTORS</font></div>", "<p><b>PART I, ITEM 1A. RISK FACTORS</b></p>",
        "<p><b>Item 1 A. Risk Factors</b></p>", "<p><a href=\"#contents\">Item 1A. Risk Factors</a></p>",
        "<p><b>1A. Risk Factors</b></p>"}) {
    const Extraction extraction = extract(report(form, kRisks));
    EXPECT_EQ(only_body(extraction), kRisksText) << form;
  }
}

TEST(Sections, BeginInTheBlockOfTheirHeading) {
  const Extraction extraction = extract(report("<p><b>Item 1A. Risk Factors.</b> ",
                                               "All of them are great, and none is "
                                               "insured, since nobody would insure what we do at any price.</p>"));
  EXPECT_EQ(only_body(extraction),
            "All of them are great, and none is insured, since nobody would insure what we do at any price.");
  EXPECT_THAT(headings_of(extraction.sections.front()), ElementsAre("1 Item 1A. Risk Factors."));
}

TEST(Sections, CarryTheirNumberTitleAndCounts) {
  const Extraction extraction = extract(
      report(heading("Item 1A. Risk Factors"), std::string(kRisks) + "<table><tr><td>a</td><td>1</td></tr></table>"));
  ASSERT_EQ(extraction.sections.size(), 1U);
  const Metadata& metadata = extraction.sections.front().metadata();
  EXPECT_EQ(metadata.string("section"), "1A");
  EXPECT_EQ(metadata.string("section_title"), "Risk Factors");
  EXPECT_EQ(metadata.string("company_name"), "LOOM AND SHUTTLE, INC.");
  const Table& stats = *metadata.find("stats")->table();
  EXPECT_EQ(*stats.find("tables"), Value(1));
  EXPECT_EQ(*stats.find("raw_chars"), Value(extraction.sections.front().text().size()));
  EXPECT_EQ(*stats.find("cleaned_chars"), *stats.find("raw_chars"));
  EXPECT_EQ(stats.find("running_lines"), nullptr);
}

TEST(Sections, LeadBackToTheirBytes) {
  const std::string bytes = report(heading("Item 1A. Risk Factors"), kRisks);
  const Extraction extraction = extract(bytes);
  ASSERT_EQ(extraction.sections.size(), 1U);
  const Document& section = extraction.sections.front();
  for (const Block& block : section.blocks()) {
    const Range range = section.text().source_range(block.begin, block.end);
    EXPECT_EQ(bytes.substr(range.begin, range.size()), section.text().view().substr(block.begin, block.size()));
  }
}

constexpr std::string_view kContents =
    "<p>TABLE OF CONTENTS</p><table><tr><td>Item 1.</td><td>Business</td><td>3</td></tr>"
    "<tr><td>Item 1A.</td><td>Risk Factors</td><td>9</td></tr><tr><td>Item 1B.</td><td>Unresolved Staff Comments</td>"
    "<td>12</td></tr><tr><td>Item 2.</td><td>Properties</td><td>12</td></tr><tr><td>Item 5.</td><td>Market for "
    "Registrant’s Common Equity</td><td>13</td></tr></table>";

TEST(Sections, AreNotTheContents) {
  for (const std::string& contents :
       {std::string(kContents),
        std::string("<p><a href='#a'>Item 1. Business</a></p><p><a href='#b'>Item 1A. Risk Factors</a></p><p><a "
                    "href='#c'>Item 1B. Unresolved Staff Comments</a></p><p><a href='#d'>Item 2. Properties</a></p>"),
        std::string("<p>Item 1. Business</p><p>Item 1A. Risk Factors</p><p>Item 1B. Unresolved Staff Comments</p>"),
        std::string("<p>Item 1. Business<br>Item 1A. Risk Factors<br>Item 1B. Unresolved Staff Comments<br>Item 2. "
                    "Properties</p>")}) {
    const Extraction extraction = extract(report(heading("Item 1A. Risk Factors"), kRisks, contents));
    EXPECT_EQ(only_body(extraction), kRisksText) << contents;
  }
}

TEST(Sections, AreNotReferencesToThem) {
  const std::string before =
      "<p>Forward-looking statements are made throughout, and what may go wrong is described in these places:</p>"
      "<ul><li>Item 1. Business</li><li>Item 1A. Risk Factors</li></ul>"
      "<p>Item 1A, Risk Factors, of this report should be read before anything is bought or sold by anybody.</p>";
  const std::string risks =
      std::string(kRisks) +
      "<p>Item 7 of this report says more about cotton, and Item 1A. Risk Factors of the last one "
      "said the same.</p>";
  const Extraction extraction = extract(report(heading("Item 1A. Risk Factors"), risks, before));
  EXPECT_EQ(only_body(extraction),
            std::string(kRisksText) +
                " Item 7 of this report says more about cotton, and Item 1A. Risk Factors of the "
                "last one said the same.");
}

TEST(Sections, AreNotTheHeadsOfPages) {
  std::string risks;
  std::string expected;
  for (int page = 1; page < 6; ++page) {
    const std::string text = "Risk number " + std::to_string(page) + " is that everything we know about " +
                             std::to_string(page) + " looms turns out to be wrong in the end.";
    risks += "<p>" + text + "</p><p>" + std::to_string(page + 8) + "</p><hr><p>PART I</p><p>Item 1A</p>";
    expected += (expected.empty() ? "" : " ") + text;
  }
  for (const char* form : {"<p><b>ITEM 1A. RISK FACTORS</b></p>",
                           "<p>9</p><hr><p>PART I</p><p>Item 1A</p><p><b>ITEM 1A. "
                           "RISK FACTORS</b></p>"}) {
    EXPECT_EQ(only_body(extract(report(form, risks))), expected) << form;
  }
}

TEST(Sections, BeginAtTheFirstOfHeadingsRepeatedOnEachPage) {
  const std::string risks =
      "<p>The first of our risks is that we forget what we have written on the page before this.</p><p>9</p><hr>"
      "<p><b>Item 1A. Risk Factors (continued)</b></p><p>The second is that we write the same thing again on every "
      "page that follows.</p><p>10</p><hr><p><b>Item 1A. Risk Factors (continued)</b></p><p>The third is that somebody "
      "reads all of this and believes it.</p>";
  EXPECT_EQ(
      only_body(extract(report(heading("Item 1A. Risk Factors"), risks))),
      "The first of our risks is that we forget what we have written on the page before this. The second is that we "
      "write the same thing again on every page that follows. The third is that somebody reads all of this and "
      "believes it.");
}

// Text between Item 1 and the heading of Item 1A that looks like that heading, too.
TEST(Sections, BeginWhereMostSpeaksForIt) {
  const std::string prose =
      "<p>What stands here is long enough to be taken for the text of a section that has begun.</p>";
  const std::string plain =
      prose + "<p>Item 1A. Risk Factors. Cotton may become dear, and then we cannot pass it on.</p>";
  const std::string text = "Cotton may become dear, and then we cannot pass it on. " + std::string(kRisksText) + " " +
                           std::string(kRisksText);
  const std::string risks = std::string(kRisks) + std::string(kRisks);
  for (const char* decoy : {"Item 1A. Risk Factors 9", "Item 1A. What To Expect", "1A. Risk Factors",
                            "Item 1A. Risk Factors (continued)"}) {
    EXPECT_EQ(only_body(extract(report(heading(decoy) + plain, risks))), text) << decoy;
  }
  for (const char* decoy :
       {"<p><a href='#x'><b>Item 1A. Risk Factors</b></a></p>", "<ul><li>Item 1A. Risk Factors</li></ul>",
        "<p><b>Item 1A. Risk Factors.<br>See there</b></p>"}) {
    EXPECT_EQ(only_body(extract(report(decoy + prose + heading("Item 1A. Risk Factors"), kRisks))), kRisksText)
        << decoy;
  }
}

TEST(Sections, HaveMoreRoomThanEntriesOfContents) {
  const auto filing = [](std::string_view risks) {
    return std::string(kCover) + heading("Item 1. Business") + heading("Item 1A. Risk Factors") +
           heading("Item 2. Properties") + "<p>Contents end here</p>" + heading("Item 1. Business") + "<p>Weaving</p>" +
           heading("Item 1A. Risk Factors") + std::string(risks) + heading("Item 2. Properties") + "<p>A mill</p>";
  };
  EXPECT_EQ(only_body(extract(filing("<p>Fire, flood and moths</p>"))), "Fire, flood and moths");
  EXPECT_EQ(only_body(extract(filing(kRisks))), kRisksText);
  std::string detailed = filing(kRisks);
  detailed.insert(detailed.find("<p><b>Item 2."),
                  "<p>Risks of the Trade</p><p>Risks of the Weather, the Harvest and the "
                  "River</p><p>Risks of the World, of War, of Want and of Pestilence</p>"
                  "<p>Risks of Old Age and of Other Things That Come to All of Us</p>"
                  "<p>Risks of Ownership</p><p>General Risks</p>");
  EXPECT_EQ(only_body(extract(detailed)), kRisksText);
  EXPECT_THAT(extract(filing("<p>None.</p>")).reasons, ElementsAre("not_applicable"));
}

TEST(Sections, EndAtTheNextHeadingWhateverItIs) {
  const auto ending = [](std::string_view next) {
    return std::string(kCover) + heading("Item 1. Business") + std::string(kBusiness) +
           heading("Item 1A. Risk Factors") + std::string(kRisks) + std::string(next) +
           "<p>What comes behind the section belongs to something else, and must not be found in it.</p></body></html>";
  };
  for (const std::string& next :
       {heading("Item 1B. Unresolved Staff Comments"), heading("Item 1C. Cybersecurity"), heading("Item 2. Properties"),
        heading("Item 3. Legal Proceedings"),
        "<p>12</p><hr><p align=center>PART II</p>" + heading("Item 5. Market for us"),
        "<p>12</p><hr><p align=center>PART II</p>" + heading("Market for us"), heading("SIGNATURES")}) {
    EXPECT_EQ(only_body(extract(ending(next))), kRisksText) << next;
  }
}

// "2. Properties" is an item's heading only where all of them are written so: notes are numbered, too.
TEST(Sections, MayHaveNumbersWithoutTheirWord) {
  const auto numbered = [](std::string_view word) {
    std::string filing(kCover);
    for (const char* item :
         {"1. Business", "1A. Risk Factors", "2. Properties", "3. Legal Proceedings",
          "7. Management’s Discussion and Analysis", "8. Financial Statements", "1. Business", "2. Properties"}) {
      filing +=
          heading(std::string(word) + item) + (std::string_view(item).starts_with("1A") ? kRisks : kBusiness).data();
    }
    return filing + "</body></html>";
  };
  EXPECT_EQ(only_body(extract(numbered(""))), kRisksText);
  EXPECT_EQ(only_body(extract(numbered("Item "))), kRisksText);
  // Without an item behind it, a note's number would end the section.
  std::string notes =
      report(heading("Item 1A. Risk Factors"), std::string(kRisks) + heading("2. Properties") + std::string(kRisks));
  notes.erase(notes.find("<p><b>Item 1B."), heading("Item 1B. Unresolved Staff Comments").size());
  notes.erase(notes.find("<p>None.</p>"), 12);
  notes.replace(notes.find("Item 2. Properties"), 18, "Item 3. Legal Proceedings");
  EXPECT_EQ(only_body(extract(notes)), std::string(kRisksText) + " 2. Properties " + std::string(kRisksText));
}

// A short report: a sentence for each item, or "None.", under headings that lead back to the contents.
TEST(Sections, AreNotTakenForContentsWhereTheySayLittle) {
  std::string brief(kCover);
  const std::string sentence =
      "<p>There is one sentence here, and it is just long enough to say that there is one.</p>";
  for (const char* item : {"1. Business", "1A. Risk Factors", "1B. Unresolved Staff Comments", "2. Properties",
                           "3. Legal Proceedings", "4. Mine Safety Disclosures", "5. Market for us",
                           "7. Management’s Discussion", "8. Financial Statements", "9A. Controls and Procedures"}) {
    const bool has_text =
        std::string_view(item) == "1. Business" || std::string_view(item) == "1A. Risk Factors" || item[0] > '4';
    brief += "<p><a href='#contents'>Item " + std::string(item) + "</a></p>" + (has_text ? sentence : "<p>None.</p>");
  }
  EXPECT_EQ(only_body(extract(brief)),
            "There is one sentence here, and it is just long enough to say that there is one.");
}

// "None." stands at the head or foot of pages by chance, and stays what it is.
TEST(Sections, KeepShortAnswersAtTheBordersOfPages) {
  std::string risks(kRisks);
  for (int page = 9; page < 14; ++page)
    risks += "<p>" + std::to_string(page) + "</p><hr><p>None.</p>" + std::string(kRisks);
  const std::string filing = report(heading("Item 1A. Risk Factors"), risks);
  EXPECT_THAT(extract(filing, {"1B"}).reasons, ElementsAre("not_applicable"));
  EXPECT_NE(only_body(extract(filing)).find("None."), std::string::npos);
}

TEST(Sections, AreFoundWithoutTheirNumberWhereTheContentsHaveIt) {
  EXPECT_EQ(only_body(extract(report(heading("RISK FACTORS"), kRisks, kContents))), "(0 sections)")
      << "four items with a number are too few to be sure";
  std::string longer = report(heading("RISK FACTORS"), kRisks, kContents);
  longer.insert(longer.find("</body>"), heading("Item 7. Management’s Discussion and Analysis") +
                                            "<p>We sold more cloth than in the year before, at a better price.</p>" +
                                            heading("Item 8. Financial Statements") +
                                            "<p>The books are kept by the founder's niece, and they are in order.</p>");
  EXPECT_EQ(only_body(extract(longer)), kRisksText);
}

TEST(Sections, SayWhyTheyAreNotThere) {
  const auto reasons = [](std::string_view risks) {
    return extract(report(heading("Item 1A. Risk Factors"), risks)).reasons;
  };
  EXPECT_THAT(reasons("<p>Not applicable.</p>"), ElementsAre("not_applicable"));
  EXPECT_THAT(reasons("<p>N/A</p>"), ElementsAre("not_applicable"));
  EXPECT_THAT(reasons("<p>Not required for smaller reporting companies.</p>"), ElementsAre("not_applicable"));
  EXPECT_THAT(reasons("<p>We are a smaller reporting company as defined by Rule 12b-2 of the Exchange Act and are not "
                      "required to provide the information under this item.</p>"),
              ElementsAre("not_applicable"));
  EXPECT_THAT(reasons("<p>As a smaller reporting company, the Company has elected not to provide this disclosure.</p>"),
              ElementsAre("not_applicable"));
  EXPECT_THAT(reasons("<p>Omitted pursuant to General Instruction J of Form 10-K.</p>"), ElementsAre("not_applicable"));
  EXPECT_THAT(
      reasons("<p>The information required by this item is incorporated herein by reference to pages 12 to 20 of "
              "our Annual Report to Shareholders.</p>"),
      ElementsAre("incorporated_by_reference"));
  EXPECT_THAT(reasons("<p>See “Risk Factors” in Item 7, Management’s Discussion and Analysis.</p>"),
              ElementsAre("incorporated_by_reference"));
  EXPECT_THAT(reasons(""), ElementsAre("empty_section"));
  EXPECT_THAT(reasons("<p>12</p><hr><p>PART I</p>"), ElementsAre("empty_section"));
}

TEST(Sections, AreKeptWhereTheySayMoreThanWhyNot) {
  const std::string risks =
      "<p>Although we are a smaller reporting company and not required to provide the information, "
      "we name what follows.</p>" +
      std::string(kRisks) + std::string(kRisks) + std::string(kRisks) + std::string(kRisks) + std::string(kRisks);
  EXPECT_EQ(extract(report(heading("Item 1A. Risk Factors"), risks)).sections.size(), 1U);
  const std::string pointing = "<p>See “Forward-Looking Statements” in Item 7.</p>" + std::string(kRisks);
  EXPECT_EQ(extract(report(heading("Item 1A. Risk Factors"), pointing)).sections.size(), 1U);
}

TEST(Sections, KnowAnIndexThatPointsToTextWithoutNumbers) {
  std::string index = std::string(kCover) + heading("Risk Factors") + std::string(kRisks) + heading("Our Business") +
                      std::string(kBusiness) + "<p>FORM 10-K CROSS-REFERENCE INDEX</p><table>";
  for (const char* item : {"1.</td><td>Business", "1A.</td><td>Risk Factors", "1B.</td><td>Unresolved Staff Comments",
                           "2.</td><td>Properties", "3.</td><td>Legal Proceedings"}) {
    index += "<tr><td>Item " + std::string(item) + "</td><td>Pages 4 - 12</td></tr>";
  }
  const Extraction extraction = extract(index + "</table></body></html>");
  EXPECT_EQ(extraction.sections.size(), 0U);
  EXPECT_THAT(extraction.reasons, ElementsAre("cross_reference_index"));
}

TEST(Sections, DoNotExistInOlderForms) {
  const std::string old = std::string(kCover) + heading("Item 1. Business") + std::string(kBusiness) +
                          heading("Risk Factors") + std::string(kRisks) + heading("Item 2. Properties") +
                          "<p>We own a mill beside the river, and the land on which it stands.</p>";
  EXPECT_THAT(extract(old).reasons, ElementsAre("no_such_section"));
}

TEST(Sections, ComeFromAnnualReportsOnly) {
  const auto reasons = [](std::string_view form) {
    std::string filing = "<DOCUMENT>\n<TYPE>" + std::string(form) + "\n<TEXT>\n" +
                         report(heading("Item 1A. Risk Factors"), kRisks) + "\n</TEXT>\n</DOCUMENT>\n";
    const Extraction extraction = extract(filing);
    return extraction.sections.size() == 1 ? "extracted" : extraction.reasons.at(0);
  };
  for (const char* form : {"10-K", "10-K405", "10-KSB", "10-KT", "10-K/A", "10-K405/A", "10-KSB40", "10-KT/A"}) {
    EXPECT_EQ(reasons(form), "extracted") << form;
  }
  for (const char* form : {"10-Q", "8-K", "20-F", "S-3/A", "NT 10-K", "EX-13", "10-12G"}) {
    EXPECT_EQ(reasons(form), "not_10k") << form;
  }
  EXPECT_THAT(extract("").reasons, ElementsAre("not_10k"));
  EXPECT_THAT(extract("A letter about nothing in particular.").reasons, ElementsAre("not_10k"));
}

TEST(Sections, AreEmittedBesideReasonsForThoseThatAreNotThere) {
  const Extraction extraction = extract(report(heading("Item 1A. Risk Factors"), kRisks), {"7A", "2", "1A", "1B"});
  ASSERT_EQ(extraction.sections.size(), 2U);
  EXPECT_EQ(extraction.sections[0].metadata().string("section"), "1A");
  EXPECT_EQ(extraction.sections[1].metadata().string("section"), "2");
  EXPECT_THAT(extraction.reasons, ElementsAre("not_applicable", "no_such_section"));
  EXPECT_THAT(extraction.details, ElementsAre("Item 1B: None.", "Item 7A: has no heading"));
}

TEST(Sections, ThatAReportJoinsAreEmittedOnce) {
  std::string joined = report(heading("Item 1A. Risk Factors"), kRisks);
  joined.replace(joined.find("Item 1. Business"), 16, "Items 1 and 2. Business and Properties");
  joined.replace(joined.find("Item 2. Properties"), 18, "Item 3. Legal Proceedings");
  const Extraction extraction = extract(joined, {"1", "2"});
  ASSERT_EQ(extraction.sections.size(), 1U);
  EXPECT_EQ(extraction.sections[0].metadata().string("section"), "1");
  EXPECT_THAT(extraction.reasons, ElementsAre("combined_section"));
  EXPECT_EQ(extract(joined, {"2"}).sections.at(0).metadata().string("section"), "2");
}

TEST(Sections, RankTheirHeadingsByLook) {
  const std::string text(kRisks);
  const Extraction extraction = extract(
      report(heading("Item 1A. Risk Factors"),
             "<p align=center><b>RISKS OF THE TRADE</b></p><p><b><i>Cotton may become dear.</i></b></p>" + text +
                 "<p><b><i>Looms break.</i></b></p>" + text + "<p align=center><b>RISKS OF THE WORLD</b></p>" + text +
                 "<p><b><i>Rivers run dry.</i></b></p>" + text));
  ASSERT_EQ(extraction.sections.size(), 1U);
  EXPECT_THAT(headings_of(extraction.sections.front()),
              ElementsAre("1 Item 1A. Risk Factors", "2 RISKS OF THE TRADE", "3 Cotton may become dear.",
                          "3 Looms break.", "2 RISKS OF THE WORLD", "3 Rivers run dry."));
}

TEST(Sections, RankHeadingsByHowTheyFollowEachOther) {
  const std::string text(kRisks);
  const Extraction extraction =
      extract(report(heading("Item 1A. Risk Factors"),
                     "<p><b>We face competition on every side, and from below.</b></p><p><i>Other weavers</i></p>" +
                         text + "<p><i>Machines</i></p>" + text + "<p><b>We may run out of thread.</b></p>" + text));
  ASSERT_EQ(extraction.sections.size(), 1U);
  EXPECT_THAT(headings_of(extraction.sections.front()),
              ElementsAre("1 Item 1A. Risk Factors", "2 We face competition on every side, and from below.",
                          "3 Other weavers", "3 Machines", "2 We may run out of thread."));
}

TEST(Sections, MakeHeadingsOnlyOfWhatIntroducesText) {
  const std::string text(kRisks);
  const Extraction extraction = extract(report(
      heading("Item 1A. Risk Factors"),
      "<p><i>What follows should be read with care by all who think of buying shares, and by those who have bought "
      "them "
      "already, together with everything else that we have ever said.</i></p>" +
          text + "<p><b>Trade</b></p>" + text +
          "<p><b>One</b></p><p><b>Two</b></p><p><b>Three</b></p><p><b>Four</b></p>" + text + "<p><b>The end</b></p>"));
  ASSERT_EQ(extraction.sections.size(), 1U);
  EXPECT_THAT(headings_of(extraction.sections.front()), ElementsAre("1 Item 1A. Risk Factors", "2 Trade"));
}

TEST(Sections, MakeNoHeadingsOfTextThatIsAllBold) {
  const std::string bold = "<div><b>" + std::string(kRisks) + "</b></div><p>Plain.</p>";
  const Extraction extraction = extract(report(heading("Item 1A. Risk Factors"), bold));
  ASSERT_EQ(extraction.sections.size(), 1U);
  EXPECT_THAT(headings_of(extraction.sections.front()), ElementsAre("1 Item 1A. Risk Factors"));
}

TEST(SectionsParams, AreChecked) {
  using Params = Sections::Params;
  EXPECT_NO_THROW(harness::bind<Params>({{"sections", List{"1A", "7"}}}));
  EXPECT_THROW(harness::bind<Params>({{"sections", List{"17"}}}), std::invalid_argument);
  EXPECT_THROW(harness::bind<Params>({{"sections", List{}}}), std::invalid_argument);
  EXPECT_THROW(harness::bind<Params>({{"sections", List{"1A", "1A"}}}), std::invalid_argument);
  EXPECT_THROW(harness::bind<Params>({{"form", "20-F"}}), std::invalid_argument);
  EXPECT_NO_THROW(harness::bind<Params>({{"form", "10-Q"}}));
  EXPECT_NO_THROW(harness::bind<Params>({{"form", "10-Q"}, {"sections", List{"I-1", "I-2", "II-1A", "II-6"}}}));
  EXPECT_THROW(harness::bind<Params>({{"form", "10-Q"}, {"sections", List{"1A", "II-1A"}}}), std::invalid_argument);
}

TEST(SectionsParams, SayWhichItemOfTheFormMayBeMeant) {
  const auto wrong = [](std::string form, std::string section) {
    Sections::Params params;
    params.form = std::move(form);
    params.sections = {std::move(section)};
    return params.check().value_or("nothing");
  };
  EXPECT_EQ(wrong("10-Q", "2"), "`sections` names 2, which form 10-Q has as I-2 and II-2");
  EXPECT_EQ(wrong("10-Q", "7A"), "`sections` names 7A, which form 10-Q does not have");
  EXPECT_EQ(wrong("10-K", "II-1A"), "`sections` names II-1A, which form 10-K does not have");
  EXPECT_EQ(wrong("10-Q", "6"), "nothing");
}

}  // namespace
}  // namespace weir::sec
