// Filings through the stages of the filings job, without an engine, and the gold table of the corpus.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/document.h>

#include "sdk_harness.h"

namespace weir::sec {

// What submission, html, sections and clean make of one filing.
struct Extraction {
  std::vector<Document> sections;
  std::vector<std::string> reasons;  // of drops
};

Extraction extract(Document filing, const std::vector<std::string>& items = {"1A"});

// The text without its headings of level 1, white space collapsed to single spaces.
std::string body_of(const Document& section);
std::string collapsed(std::string_view text);

// A row of the table of anchors.
struct Gold {
  std::string file;
  std::string status;
  std::string first_text;
  std::string last_text;
  std::size_t characters = 0;
};

std::vector<Gold> read_gold(const std::filesystem::path& table);

}  // namespace weir::sec
