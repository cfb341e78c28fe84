#include <weir/plugin.h>

#include "html/html_stage.h"

WEIR_PLUGIN(weir::stage<weir::html::Html>("html", "Reads a page as browsers show it: text, blocks and source map.")
                .fails("html.no_content", "the document has no content to read"))
