// Starts processes from a thread of its own.
//
// A worker asks the kernel for a signal when its parent dies, and the kernel takes the thread that started it for the
// parent. So workers are started by a thread that lives as long as all of them. They are spawned, never forked without
// exec, since the engine has threads.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <vector>

namespace weir::worker {

// What workers are started with.
struct Program {
  std::string path;
  std::vector<std::string> arguments;  // without the name of the program
};

class Spawner {
 public:
  Spawner();
  ~Spawner();
  Spawner(const Spawner&) = delete;
  Spawner& operator=(const Spawner&) = delete;

  // Starts one, in a process group of its own, with these descriptors as its channel, its memory and its standard
  // error, and no other. Its standard input and output lead nowhere. Throws std::system_error. Safe from any thread.
  pid_t start(const Program& program, int channel, int memory, int standard_error);

 private:
  void serve();

  std::mutex mutex_;  // guards the two below
  std::condition_variable wanted_;
  std::queue<std::packaged_task<pid_t()>> tasks_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace weir::worker
