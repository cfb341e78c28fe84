// One run of a program, from its start to its end: gives it a text, and takes what it writes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <weir/call.h>
#include <weir/text.h>

#include "command/program.h"

namespace weir::command {

struct Said {
  enum class End : std::uint8_t {
    ended,     // the program did, by itself
    too_long,  // it wrote more than it may, and was killed
    stopped,   // the call is to end early, and it was killed
  };

  End end = End::ended;
  int status = 0;         // as waitpid() tells it; means something where it ended
  TextBytes output;       // what it wrote to standard output until it ended
  std::string last_line;  // of what it wrote to standard error; may be empty
};

// Runs the program with `input` on its standard input. When this returns or throws, the program and its process group
// are gone. Looks at least every 50 ms whether `call` is to end. Throws std::system_error where it cannot be started.
Said converse(const Program& program, std::string_view input, std::uint64_t most_output, const Call& call);

}  // namespace weir::command
