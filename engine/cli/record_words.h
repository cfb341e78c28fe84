// What a record says of its own origin: the fields `id`, `source_path`, `source_range` and `source_ranges`, which
// stages that read and cut text set, and sinks write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <weir/content.h>
#include <weir/value.h>

#include "run/output_origin.h"

namespace weir::cli {

struct RecordWords {
  std::string id;  // begins with the name of the document, whatever stages put behind it
  std::string path;
  std::vector<Range> ranges;  // of bytes of the source; one, or where something was cut out several; empty: not told
};

// Of a line of JSON or of a row of CSV; nothing where the record is neither.
RecordWords words_of(const run::OutputOrigin& origin);

}  // namespace weir::cli
