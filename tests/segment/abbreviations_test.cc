#include "segment/abbreviations.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "segment/sentences.h"

namespace weir::segment {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> sentences_of(const std::string& text) {
  static Sentences sentences;
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (const std::size_t end : sentences.ends(text)) {
    std::string& part = parts.emplace_back(text.substr(begin, end - begin));
    while (part.ends_with(' ')) part.pop_back();
    begin = end;
  }
  return parts;
}

void expect_one(const std::string& text) { EXPECT_THAT(sentences_of(text), ElementsAre(text)); }

TEST(Sentences, EndWithPeriodsQuestionsAndExclamations) {
  EXPECT_THAT(sentences_of("We sell lamps. Do we sell oil? We do not! None."),
              ElementsAre("We sell lamps.", "Do we sell oil?", "We do not!", "None."));
}

TEST(Sentences, QuotationMarksAndBracketsBelongToTheirSentence) {
  EXPECT_THAT(sentences_of("He said “no.” We agreed. (See below.) Then we left."),
              ElementsAre("He said “no.”", "We agreed.", "(See below.)", "Then we left."));
}

TEST(Sentences, NamesOfCompaniesGoOn) {
  expect_one("Harbor Lantern Inc. Common Stock is listed in New York.");
  expect_one("Our agreement with Tallow Corp. Limited Partners ends in May.");
  expect_one("The merger of Wick & Co. Holdings was completed.");
  expect_one("Sales at Beacon Ltd. fell.");
}

TEST(Sentences, ACompanyMayEndASentence) {
  EXPECT_THAT(sentences_of("We compete with Tallow Inc. The market is small."),
              ElementsAre("We compete with Tallow Inc.", "The market is small."));
  EXPECT_THAT(sentences_of("We sell only in the U.S. Our rivals sell everywhere."),
              ElementsAre("We sell only in the U.S.", "Our rivals sell everywhere."));
}

TEST(Sentences, CountriesAndInitialsGoOn) {
  expect_one("The U.S. Securities and Exchange Commission may disagree.");
  expect_one("A ruling of the U.K. Supreme Court may differ.");
  expect_one("Our founder, J. P. Chandler, retired.");
  expect_one("Lantern Oil S.A. Brazil is a subsidiary.");
  expect_one("Dr. Chandler and Mr. Tallow own 40% of it.");
}

TEST(Sentences, CitationsGoOn) {
  expect_one("Section 10(b) and Sec. 13 of the Act apply, as in Tallow v. Wick, No. 12-345 (2d Cir. 1999).");
  expect_one("See Fig. 3, Nos. 4 and 5, and Ex. 10 to our report, e.g. The Lamp Act or, i.e. That Act.");
  expect_one("Treas. Reg. 1.482 and Pub. L. No. 115 changed this.");
  expect_one("On Jan. 5, 2021 and Sept. 30, 2022 we paid.");
}

TEST(Sentences, NumbersOfItemsBelongToTheirTitles) {
  expect_one("This is described in Item 7. Management's Discussion of this report.");
  expect_one("See Note 12. Commitments and Part II. Other Information.");
  EXPECT_THAT(sentences_of("This is described in Item 1A. We also rely on it."),
              ElementsAre("This is described in Item 1A.", "We also rely on it."));
}

TEST(Sentences, WhatCountsAListIsNoSentence) {
  expect_one("1. We may lose customers.");
  expect_one("iv. We may lose customers.");
  EXPECT_THAT(sentences_of("We may. 2. We may not."), ElementsAre("We may.", "2. We may not."));
}

TEST(Sentences, NeverEndWithinAWord) {
  expect_one("In 2008.The market fell.");
  expect_one("We own lamps.com.We sell there.");
}

TEST(Sentences, EndsAreOffsetsOfBytesAndReachTheEnd) {
  Sentences sentences;
  EXPECT_THAT(sentences.ends("Né. Zwölf "), ElementsAre(5u, 12u));
  EXPECT_THAT(sentences.ends(""), ElementsAre());
  EXPECT_THAT(sentences.ends("no end"), ElementsAre(6u));
}

}  // namespace
}  // namespace weir::segment
