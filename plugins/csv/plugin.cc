#include <weir/plugin.h>

#include "csv/csv.h"

WEIR_PLUGIN(weir::stage<weir::csv::Csv>("csv", "Writes a row of comma-separated values for each document.")
                .writes_volume("path")
                .memory(2.0, std::uint64_t{256} << 10))
