#include "mark.h"

WEIR_PLUGIN(weir::stage<Pass>("pair.first", "Passes documents on.").memory(1.0, 64'000'000),
            weir::stage<Pass>("pair.second", "Passes documents on, too."))
