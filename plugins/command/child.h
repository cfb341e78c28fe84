// A program that runs, in a process group of its own, so that it can be ended with all that it has started.
#pragma once

#include <sys/types.h>

#include "command/pipe.h"
#include "command/program.h"

namespace weir::command {

// The ends of pipes that become a program's standard streams.
struct Streams {
  int input;
  int output;
  int errors;
};

class Child {
 public:
  // Has no descriptor but the three, no signal that is ignored or held back. Throws std::system_error.
  Child(const Program& program, const Streams& streams);
  // Ends it as end() does.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Can be read once the program has ended; what it has started may go on.
  int watch() const { return watch_.number(); }
  // Kills what is left of the group, also where the program has ended.
  void kill() const;
  // Kills what is left of the group, and waits for the program. Its status as waitpid() tells it; once.
  int end();

 private:
  pid_t pid_ = 0;  // 0: it is reaped, and the number may be somebody else's
  Descriptor watch_;
};

}  // namespace weir::command
