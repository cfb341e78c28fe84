// Filings through the stages of the filings job, without an engine, and the gold table of the corpus.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <weir/document.h>

#include "sdk_harness.h"

namespace weir::sec {

// The text and blocks of the report in a filing.
Document read(Document filing);

// What submission, html, sections and clean make of one filing.
struct Extraction {
  std::vector<Document> sections;
  std::vector<std::string> reasons;  // of drops
  std::vector<std::string> details;
};

Extraction extract(Document filing, const std::vector<std::string>& items = {"1A"}, std::string_view form = "10-K");
inline Extraction extract(std::string bytes, const std::vector<std::string>& items = {"1A"},
                          std::string_view form = "10-K") {
  return extract(harness::content(std::move(bytes), "filing.htm"), items, form);
}

// The text behind the section's own heading, white space collapsed to single spaces.
std::string body_of(const Document& section);
std::string collapsed(std::string_view text);

// "1 Item 1A. Risk Factors": level and text of each heading.
std::vector<std::string> headings_of(const Document& section);

// A row of a table of anchors: of Item 1A in annual reports, of each item in quarterly ones.
struct Gold {
  std::string file;
  std::string section = "1A";
  std::string status;
  std::string first_text;
  std::string last_text;
  std::size_t characters = 0;
};

std::vector<Gold> read_gold(const std::filesystem::path& table);
std::vector<Gold> read_quarterly_gold(const std::filesystem::path& table);

}  // namespace weir::sec
