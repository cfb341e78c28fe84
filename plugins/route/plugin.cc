#include <weir/plugin.h>

#include "route/route.h"

WEIR_PLUGIN(weir::stage<weir::route::Route>("route",
                                            "Sends each document on by the first rule that holds, else by rest.")
                .memory(0.0, std::uint64_t{4} << 10))
