// Whether a plugin's description of a stage makes sense: checked once, when the plugin is loaded, so that nothing
// behind the catalogue has to ask again.
#pragma once

#include <string>
#include <vector>

#include <weir/stage_info.h>

namespace weir::plugin {

// Everything that is wrong, each fit to follow "stage `name` ". Calls the stage's `make_params` and `declare`.
std::vector<std::string> check_stage_info(const StageInfo& info);

}  // namespace weir::plugin
