// System calls that a signal may interrupt.
#pragma once

#include <cerrno>

#include "mutant/mutant.h"

namespace weir::commit {

// Repeats a call that a signal interrupted.
template <typename Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR && !mutant("interruption_not_looped")) result = call();
  return result;
}

}  // namespace weir::commit
