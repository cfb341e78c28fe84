// HTML parsers of others, each made to give the text of a page, to compare the stage `html` with.
#pragma once

#include <string>

namespace weir::bench {

// The text of all elements, in the order of the page, not told apart by blocks and with none left out.
std::string text_by_gumbo(const std::string& page);         // through gumbo's tree
std::string text_by_libxml2_tree(const std::string& page);  // through libxml2's tree
std::string text_by_libxml2_push(const std::string& page);  // by libxml2's SAX events, fed in pieces of 64 KiB

}  // namespace weir::bench
