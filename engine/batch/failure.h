// What an exception means for the document that was being processed.
#pragma once

#include <weir/failure.h>

namespace weir::batch {

// Call it in a catch block.
Failure failure_of_current_exception();

}  // namespace weir::batch
