// What kind of text a block holds, as far as finding headings and page furniture takes it.
#pragma once

#include <cstdint>
#include <string_view>

#include <weir/block.h>

namespace weir::sec {

inline std::string_view text_of(std::string_view text, const Block& block) {
  return text.substr(block.begin, block.size());
}

// Sentences rather than titles, names or numbers: long enough, and with enough words in lower case.
bool is_prose(std::string_view text);

// Ends with a mark that ends a sentence or a clause, within quotation marks and parentheses or not.
bool ends_sentence(std::string_view text);

// Stands out by its look: a heading, bold, italic, underlined, centred, in capitals or larger than most.
bool is_styled(const Block& block);

// The number of a page, alone: "12", "- 12 -", "Page 12", "F-3", "iv", "12 of 80".
bool is_page_number(std::string_view text);

// "PART II", alone or with others: "PART II. OTHER INFORMATION", "Part I (continued)", "PARTS I AND II".
bool is_part_heading(std::string_view text);

// The part whose heading all of a text is, or its first line: 2 for "PART II". 0 for none and for several.
std::uint8_t part_begun_in(std::string_view text);

// "None.", "Not applicable", "[Reserved]": all that some items have to say.
bool is_void(std::string_view text);

// A link that every page of some filings has: "Table of Contents", "Index to Financial Statements".
bool is_contents_link(std::string_view text);

}  // namespace weir::sec
