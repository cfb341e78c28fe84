// How weir ends, for scripts and schedulers. The numbers are documented (`weir help exit-codes`) and never change.
#pragma once

#include <stdexcept>
#include <string>

namespace weir::run {

enum class ExitCode : int {
  all_done = 0,
  dead_letters = 1,     // done; some documents are dead, within the limit
  usage = 2,            // the command line
  too_many_dead = 3,    // stopped
  internal_error = 70,  // a bug: the books do not balance, or a stage lost a document
  cannot_write = 73,    // an output, or the run directory
  input_output = 74,    // an error of the disk, or state that is damaged
  resumable = 75,       // stopped, and can be resumed
  graph = 78,           // the graph file, or a change of it
  interrupted = 130,    // after a clean drain
};

// Ends the run: one sentence, and the code.
class RunError : public std::runtime_error {
 public:
  RunError(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

}  // namespace weir::run
