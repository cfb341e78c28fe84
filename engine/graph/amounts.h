// Sizes, durations and shares as an author writes them, and what is wrong with those that are none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "graph/diagnostic.h"
#include "graph/element.h"
#include "graph/specification.h"

namespace weir::graph {

enum class Quantity : std::uint8_t { size, duration, amount };

// "64MiB" or "75%". Null for anything else; a share may still be out of its range.
std::optional<Amount> parse_amount(std::string_view text);

// A string that should be a quantity and is none: what its unit may have been meant to be.
Diagnostic wrong_unit(std::string_view key, const Element& value, Quantity quantity);

}  // namespace weir::graph
