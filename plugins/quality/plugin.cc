#include <weir/plugin.h>

#include "quality/quality_gate.h"

WEIR_PLUGIN(weir::stage<weir::quality::QualityGate>("quality_gate", "Fails a source document whose output is bad.")
                .fails("quality.markup", "tags or character references are left in the text")
                .fails("quality.empty", "there is no text")
                .fails("quality.too_short", "the text has fewer words than min_words")
                .fails("quality.too_long", "the text has more words than max_words")
                .memory(0.0, std::uint64_t{64} << 10))
