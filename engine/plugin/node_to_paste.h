// A node of a graph file for a stage, to begin with.
#pragma once

#include <string>

#include <weir/stage_info.h>

namespace weir::plugin {

// TOML: the required parameters with a value that their declaration accepts, the others as comments with their
// defaults. Only the name of the node that it takes its documents from has to be put in.
std::string node_to_paste(const StageInfo& info);

}  // namespace weir::plugin
