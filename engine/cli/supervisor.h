// `weir run` is two processes: this small one, which keeps the terminal and the signals, and the engine, its child,
// which does the work. When the engine dies of a signal, or a stage ends it, it is started again; what it was at is in
// the run directory, so that the document that killed it does not do so for ever.
#pragma once

#include <string>
#include <vector>

#include "run/exit_code.h"

namespace weir::cli {

// Starts the engine, which is this program with the same arguments, again and again until it ends of its own accord.
// Gives up when it died three times in a row without getting anywhere. Call it before there are threads.
run::ExitCode supervise(const std::vector<std::string>& arguments);

// What supervisor and engines share.
struct Shared;

// The engine's side. At most one in a process.
class Supervision {
 public:
  // Where a supervisor has started this process: from here on it ends with its supervisor.
  Supervision();
  Supervision(const Supervision&) = delete;
  Supervision& operator=(const Supervision&) = delete;

  bool supervised() const { return supervised_; }
  // Whether an engine before this one, of the same command, has opened the run already: what was asked for once, such
  // as to begin anew, has been done.
  bool restarted() const { return restarted_; }

  // The signal that ended that engine; 0 where there was none.
  int died_of() const { return died_of_; }

  // The run is open.
  void note_opened() const;
  // The process ends of its own accord, and not because a stage ended it.
  void note_ended() const;
  // It got somewhere: something was committed, or a document was set aside. Any thread.
  void note_progress() const;

 private:
  Shared* shared_ = nullptr;
  bool supervised_ = false;
  bool restarted_ = false;
  int died_of_ = 0;
};

// Notes, where it goes out of scope, that the process ends of its own accord.
class Ending {
 public:
  explicit Ending(const Supervision& supervision) : supervision_(supervision) {}
  ~Ending() { supervision_.note_ended(); }
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

 private:
  const Supervision& supervision_;
};

}  // namespace weir::cli
