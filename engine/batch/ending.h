// How a process ended that ran a document, for a person who looks for the cause.
#pragma once

#include <string>

namespace weir::batch {

struct Ending {
  std::string exit;          // as exit_of_signal() and exit_of_code() say it
  std::string error_output;  // the last that it wrote to standard error: lines of UTF-8, without control characters
};

// "signal 11 (SIGSEGV)"; "signal 42" for one without a name.
std::string exit_of_signal(int signal);
// "exit 3".
std::string exit_of_code(int code);

}  // namespace weir::batch
