// What `weir run --explain` says: what would run, and why. Changes nothing.
#pragma once

#include <string>

#include "graph/specification.h"
#include "run/run.h"

namespace weir::run {

// Lines, each ended. Throws RunError where the store or the inputs cannot be read.
std::string explain(const graph::Specification& specification, const Settings& settings, const Resources& resources);

}  // namespace weir::run
