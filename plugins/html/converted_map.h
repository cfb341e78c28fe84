// Leads from the text of a page that was converted to the bytes of its file.
#pragma once

#include <weir/source_map.h>

#include "html/page_bytes.h"

namespace weir::html {

// Turns a map whose offsets count in converted pieces into one of the source file. `pieces` are those of the page, from
// its first: it is read and converted once more beside the map, so that no memory is taken for what is no text. The
// runs of `map` must be in the order of the source. Where the result would take more than `most_bytes` while it grows,
// what follows is joined with its neighbours, so that its runs come from up to 64 bytes each.
SourceMap in_source(const SourceMap& map, PageBytes pieces, std::size_t most_bytes);

}  // namespace weir::html
