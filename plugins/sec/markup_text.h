// The visible text of a little markup, line by line: enough to read a cover page or the value of a fact, where neither
// blocks nor a source map are needed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir::sec {

// Lines without markup, without space at their ends, none empty. Block elements and <br> end a line, cells are divided
// by tabs; in text without markup and in <pre> lines stay as they are. Comments, scripts, styles and the hidden header
// of inline XBRL are left out. White space is collapsed to one space, typographic quotes and dashes stay. Reading ends
// with line number `most`.
std::vector<std::string> visible_lines(std::string_view markup, std::size_t most = std::string_view::npos);

// The same in one line. Elements named in `without` (such as "ix:exclude") are left out with all that they hold.
std::string visible_text(std::string_view markup, std::string_view without = {});

}  // namespace weir::sec
