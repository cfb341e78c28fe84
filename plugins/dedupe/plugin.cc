#include <weir/plugin.h>

#include "dedupe/dedupe.h"

WEIR_PLUGIN(weir::stage<weir::dedupe::Dedupe>("dedupe", "Drops or marks documents that are there already.")
                .drops("duplicate", "the same as an earlier document, which the message names")
                .memory(2.0, std::uint64_t{1} << 20))
