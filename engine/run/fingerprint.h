// What decides the bytes of a run's output, as one text: the graph as far as it affects output, and the build of every
// plugin that it uses. A run directory that was begun with another one is not resumed.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "graph/specification.h"

namespace weir::run {

// `build_id` tells the build of the plugin that a stage comes from.
std::string fingerprint(const graph::Specification& specification,
                        const std::function<std::string(std::string_view stage)>& build_id);

// What differs between two fingerprints, for a person: the first node that is not the same.
std::string difference(std::string_view before, std::string_view now);

}  // namespace weir::run
