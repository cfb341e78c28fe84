// A stack for handlers of signals: a thread that has used up its own could run none.
#pragma once

namespace weir::batch {

// Gives the calling thread one, once, until it ends.
void provide_signal_stack();

}  // namespace weir::batch
