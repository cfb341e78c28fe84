#include <weir/plugin.h>

#include "html/html_stage.h"

WEIR_PLUGIN(weir::stage<weir::html::Html>("html", "Reads a page as browsers show it: text, blocks and source map.")
                .memory(1.5, std::uint64_t{4} << 20)
                .fails("html.no_content", "the document has no content to read")
                .fails("html.utf16", "the page is in UTF-16"))
