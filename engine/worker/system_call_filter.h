// Forbids this process, and all threads that it starts from here on, the system calls by which it would reach others:
// network, other processes, signals to them, tracing. They fail with EPERM; for clone3, with ENOSYS, after which the C
// library tries clone, whose flags can be looked at.
#pragma once

namespace weir::worker {

// False where the system cannot, or this is a machine for which there is no filter.
bool filter_system_calls();

bool can_filter_system_calls();

}  // namespace weir::worker
