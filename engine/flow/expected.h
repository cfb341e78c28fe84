// What a batch is expected to take where it is going to run.
#pragma once

#include <optional>

#include "batch/node.h"
#include "flow/extent.h"
#include "schedule/outlook.h"

namespace weir::flow {

// Where none is known that ran in a worker, those that ran here speak for it, and the other way round.
std::optional<schedule::Expected> expected_of(const schedule::Outlook& outlook, const batch::Node& source,
                                              bool isolated, const Extent& extent);

}  // namespace weir::flow
