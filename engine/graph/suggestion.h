// Did you mean?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::graph {

// The candidate that `word` was probably meant to be: a typing mistake away, or its last dotted part ("sections" for
// "sec.sections"). Null where nothing is near. Of equally near ones the first.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

// "did you mean `x`?"
std::string did_you_mean(std::string_view candidate);

// "`a`, `b` and `c`"
std::string enumerate(std::span<const std::string> names);

}  // namespace weir::graph
