#include "batch/ending.h"

#include <cstring>

namespace weir::batch {

std::string exit_of_signal(int signal) {
  const char* const name = ::sigabbrev_np(signal);
  return "signal " + std::to_string(signal) + (name ? " (SIG" + std::string(name) + ")" : "");
}

std::string exit_of_code(int code) { return "exit " + std::to_string(code); }

}  // namespace weir::batch
