// The tables [limiters.NAME] but for `memory`: what the calls of waiting stages have to share.
#pragma once

#include "graph/diagnostic.h"
#include "graph/element.h"
#include "graph/specification.h"

namespace weir::graph {

// Takes [limiters] and writes its limiters of calls into `specification`, by name. One that is wrong, and reported, is
// there all the same, and limits nothing: so whoever takes it is not told that there is none.
void read_call_limiters(const Element& limiters, Specification& specification, Diagnostics& diagnostics);

}  // namespace weir::graph
