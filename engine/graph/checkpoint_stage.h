// The stage `checkpoint`, which the engine has itself: documents become durable there, and a phase of the graph ends.
#pragma once

#include <weir/stage_info.h>

namespace weir::graph {

const StageInfo& checkpoint_stage();

}  // namespace weir::graph
