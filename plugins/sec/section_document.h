// One section of a report as a document of its own.
#pragma once

#include <weir/document.h>

#include "sec/item.h"
#include "sec/outline.h"
#include "sec/page_furniture.h"

namespace weir::sec {

// The text of the section with its blocks, counted from its beginning; the heading first, then the text. Sets the
// metadata: `section` ("1A"), `section_title` as printed, and `stats`: `tables`, `raw_chars` (code points), and
// `running_lines`, what the heads and feet of the report's pages say, for sec.clean.
Document section_document(Document& report, const SectionPlace& place, Item item, const PageFurniture& furniture);

// Code points of UTF-8.
std::size_t count_characters(std::string_view text);

}  // namespace weir::sec
