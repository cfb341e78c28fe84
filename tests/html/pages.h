// Pages read by the stage, for tests.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <weir/document.h>

namespace weir::html {

// The document that the stage makes of a page. Throws where it fails.
Document read_page(std::string page, std::string_view plain = "auto");
Document read_document(Document document, std::string_view plain = "auto");

// Its blocks, one a line: kind and level, style, and text between bars, "|" for a tab and "/" for a line break:
//   "H2 bold centred [Item 1]", "row [Cash|100]", "--"
std::vector<std::string> blocks_of(std::string page, std::string_view plain = "auto");

// Its text.
std::string text_of(std::string page, std::string_view plain = "auto");

// Whether a character of UTF-8 begins at a byte of the text, or it ends there.
bool begins_character(std::string_view text, std::size_t at);

// The filings of the corpus, sorted; none where it is absent.
std::vector<std::filesystem::path> filings();

}  // namespace weir::html
