#include <weir/plugin.h>

#include "jsonl/jsonl.h"

WEIR_PLUGIN(weir::stage<weir::json::Jsonl>("jsonl", "Writes one line of JSON for each document: metadata, then text.")
                .writes_volume("path")
                .memory(2.0, std::uint64_t{256} << 10))
