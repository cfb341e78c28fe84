// The name, or pattern of names, that a sink's parameters give its output. Empty for other nodes.
#pragma once

#include <string>

#include <weir/stage_info.h>
#include <weir/value.h>

namespace weir::graph {

std::string output_name(const StageInfo& stage, const Table& with);

}  // namespace weir::graph
