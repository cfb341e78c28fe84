#include "html/pages.h"

#include <algorithm>
#include <stdexcept>

#include "html/html_stage.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

std::string shown(std::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\t', '|');
  std::replace(line.begin(), line.end(), '\n', '/');
  return line;
}

std::string kind_of(const Block& block) {
  switch (block.kind) {
    case BlockKind::heading:
      return "H" + std::to_string(block.level);
    case BlockKind::list_item:
      return "item" + std::to_string(block.level);
    case BlockKind::table_row:
      return "row";
    case BlockKind::page_break:
      return "--";
    case BlockKind::paragraph:
      break;
  }
  return "P";
}

std::string style_of(const Style& style) {
  std::string shown;
  if (style.bold) shown += " bold";
  if (style.italic) shown += " italic";
  if (style.underlined) shown += " underlined";
  if (style.centred) shown += " centred";
  if (style.upper_case) shown += " upper";
  if (style.link) shown += " link";
  if (style.size_percent != 100) shown += " " + std::to_string(style.size_percent) + "%";
  return shown;
}

}  // namespace

Document read_page(std::string page, std::string_view plain) {
  return read_document(harness::content(std::move(page)), plain);
}

Document read_document(Document document, std::string_view plain) {
  Html stage(harness::bind<Html::Params>({{"plain", plain}}));
  harness::Answer answer = harness::call(stage, std::move(document));
  if (!answer.failures.empty()) throw std::runtime_error(answer.failures.front().message);
  return std::move(answer.documents.at(0));
}

std::vector<std::string> blocks_of(std::string page, std::string_view plain) {
  const Document document = read_page(std::move(page), plain);
  std::vector<std::string> lines;
  for (const Block& block : document.blocks()) {
    if (block.kind == BlockKind::page_break) {
      lines.emplace_back("--");
      continue;
    }
    const std::string_view text = document.text().view().substr(block.begin, block.size());
    lines.push_back(kind_of(block) + style_of(block.style) + " [" + shown(text) + "]");
  }
  return lines;
}

std::string text_of(std::string page, std::string_view plain) {
  return std::string(read_page(std::move(page), plain).text().view());
}

bool begins_character(std::string_view text, std::size_t at) { return at == text.size() || (text[at] & 0xC0) != 0x80; }

std::vector<std::filesystem::path> filings() {
  std::vector<std::filesystem::path> files;
  const auto corpus = harness::corpus();
  if (!corpus) return files;
  for (const auto& entry : std::filesystem::directory_iterator(*corpus / "sec_html")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace weir::html
