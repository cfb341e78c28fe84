// What `weir run --explain` says: what would run, and why. Changes nothing.
#pragma once

#include <string>
#include <vector>

#include "graph/specification.h"
#include "run/run.h"
#include "run/selection.h"

namespace weir::run {

// Lines, each ended; `listing` is what the sources list now. Throws RunError where the store cannot be read.
std::string explain(const graph::Specification& specification, const Settings& settings,
                    const std::vector<Listed>& listing);

}  // namespace weir::run
