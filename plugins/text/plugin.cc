#include <weir/plugin.h>

#include "text/plain_text.h"

WEIR_PLUGIN(weir::stage<weir::text::PlainText>("text", "Reads plain text in UTF-8; paragraphs become blocks.")
                .fails("not_utf8", "the file holds bytes that are not UTF-8")
                .memory(3.0, std::uint64_t{64} << 10))
