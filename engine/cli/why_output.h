// Where output came from, as `weir why output` shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <weir/value.h>

#include "run/output_origin.h"

namespace weir::cli {

// "FILE:LINE", or "FILE", which a file whose own name ends so is. Throws RunError (2) for line 0.
std::pair<std::string, std::optional<std::uint64_t>> split_line(const std::string& text);

std::string origin_text(const run::OutputOrigin& origin);
Table origin_table(const run::OutputOrigin& origin);

}  // namespace weir::cli
