#include "sec/filings.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "html/html_stage.h"
#include "sec/clean.h"
#include "sec/sections.h"
#include "sec/submission.h"

namespace weir::sec {

Document read(Document filing) {
  Submission submission;
  html::Html html({});
  harness::Answer found = harness::call(submission, std::move(filing));
  harness::Answer read = harness::call(html, std::move(found.documents.at(0)));
  return std::move(read.documents.at(0));
}

Extraction extract(Document filing, const std::vector<std::string>& items, std::string_view form) {
  List names;
  for (const std::string& item : items) names.emplace_back(item);
  Sections sections(harness::bind<Sections::Params>({{"form", std::string(form)}, {"sections", std::move(names)}}));
  Clean clean;

  harness::Answer divided = harness::call(sections, read(std::move(filing)));
  Extraction extraction;
  extraction.reasons = divided.drop_reasons();
  for (const auto& drop : divided.drops) extraction.details.push_back(drop.detail);
  for (Document& section : divided.documents) {
    extraction.sections.push_back(std::move(harness::call(clean, std::move(section)).documents.at(0)));
  }
  return extraction;
}

std::vector<std::string> headings_of(const Document& section) {
  std::vector<std::string> headings;
  for (const Block& block : section.blocks()) {
    if (block.kind != BlockKind::heading) continue;
    headings.push_back(std::to_string(block.level) + " " +
                       collapsed(section.text().view().substr(block.begin, block.size())));
  }
  return headings;
}

std::string collapsed(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool no_break = text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0';
    if (no_break || text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r')) {
      if (!result.empty() && result.back() != ' ') result += ' ';
      i += no_break ? 1 : 0;
    } else {
      result += text[i];
    }
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

std::string body_of(const Document& section) {
  std::size_t begin = 0;
  for (const Block& block : section.blocks()) {
    if (block.kind != BlockKind::heading || block.level != 1) break;
    begin = block.end;
  }
  return collapsed(section.text().view().substr(begin));
}

namespace {

// The cells of each line but the first, which names the columns.
std::vector<std::vector<std::string>> read_rows(const std::filesystem::path& table) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(table);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::stringstream cut(line);
    for (std::string cell; std::getline(cut, cell, '\t');) cells.push_back(cell);
    if (cells.size() >= 7) rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace

std::vector<Gold> read_gold(const std::filesystem::path& table) {
  std::vector<Gold> rows;
  for (const auto& cells : read_rows(table)) {
    rows.push_back({cells[0], "1A", cells[1], cells[3], cells[4], std::stoul(cells[6])});
  }
  return rows;
}

std::vector<Gold> read_quarterly_gold(const std::filesystem::path& table) {
  std::vector<Gold> rows;
  for (const auto& cells : read_rows(table)) {
    rows.push_back({cells[0], cells[1], cells[2], cells[4], cells[5], std::stoul(cells[6])});
  }
  return rows;
}

}  // namespace weir::sec
