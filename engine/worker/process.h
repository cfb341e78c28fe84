// One worker as its parent sees it: a process with a group of its own, a channel, shared memory, and the end of what it
// wrote to its standard error. One thread at a time.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "worker/channel.h"
#include "worker/shared_memory.h"
#include "worker/spawner.h"

namespace weir::worker {

// How a worker ended.
struct Death {
  bool by_itself = false;  // and not because it was killed from here
  int signal = 0;          // that ended it; 0: it exited
  int code = 0;            // that it exited with
  std::string last_words;  // the end of its standard error, as as_lines() gives it
};

class Process {
 public:
  // Starts it. Throws std::system_error.
  Process(Spawner& spawner, const Program& program);
  // Kills it and all of its group, and waits for its end.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  SharedMemory& memory() { return memory_; }

  // False where it is dead.
  bool send(const Frame& frame) const { return channel_.send(frame); }
  // Waits for its next frame; nothing where it died, or sent what is no frame. Calls `look` now and then, at least so
  // often; that may kill it.
  std::optional<Frame> receive(std::chrono::milliseconds interval, const std::function<void()>& look);

  // What it has written to its standard error so far says nothing about what it will die of.
  void forget_last_words();

  // Sends SIGKILL to all of its group.
  void kill() noexcept;
  // After receive() gave nothing, or kill(): waits for its end, but not long, and kills what is left of its group.
  Death bury();

  // Anonymous and shared memory that it has now, in bytes; 0 where nobody tells.
  std::uint64_t memory_in_use() const;

  std::uint32_t requests = 0;  // that it was sent, one for each batch
  bool is_ready = false;       // has said so

 private:
  struct Ends;
  Process(Spawner& spawner, const Program& program, Ends ends);
  void drain();
  bool has_ended() const;

  SharedMemory memory_;
  Channel channel_;
  batch::Descriptor error_;  // what it writes to its standard error
  pid_t pid_ = 0;
  batch::Descriptor watch_;  // readable when it has ended
  bool killed_ = false;
  std::string last_words_;
};

}  // namespace weir::worker
