// What stands in `with`: checked against the stage's declaration and bound to its parameters.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <weir/stage_info.h>
#include <weir/value.h>

#include "graph/diagnostic.h"
#include "graph/element.h"

namespace weir::graph {

struct Bound {
  std::shared_ptr<BoundParams> params;
  Table with;                      // see Node::with
  std::vector<std::string> ports;  // with these parameters
};

// `with` is null where the node has none; what is wrong with the parameters as a whole is reported at `at`.
std::optional<Bound> bind_parameters(const StageInfo& stage, const Element* with, const Location& at,
                                     Diagnostics& diagnostics);

}  // namespace weir::graph
