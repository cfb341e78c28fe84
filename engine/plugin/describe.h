// Stages as a person reads them, and as a program does: all from what plugins declare, so that it cannot be out of
// date.
#pragma once

#include <string>
#include <vector>

#include <weir/stage_info.h>

#include "plugin/catalogue.h"

namespace weir::plugin {

// A table of stages: name, kind and what each does.
std::string describe_list(const std::vector<const StageInfo*>& stages);

// All about one stage, with a node to paste.
std::string describe_stage(const StageInfo& info, const PluginId& plugin);

// The same as a table that can be written as JSON.
Table stage_table(const StageInfo& info, const PluginId& plugin);

}  // namespace weir::plugin
