// What a worker takes from itself before the first document: a stage that a hostile document has taken over can then
// read files and burn time, and do little else.
//
// No new privileges; Landlock: files are read, and neither written nor run; seccomp: no network, no other process, no
// signal to one, no tracing. Each is as far as the system allows it, and nothing depends on it.
#pragma once

#include <string>

namespace weir::worker {

struct Sandbox {
  bool no_new_privileges = false;
  int landlock = 0;  // version of its interface; 0: none
  bool system_calls = false;
};

// Of this process and all threads that it starts from here on. Nothing of it can be taken back. Files may be written
// below `writable` only; empty: nowhere.
Sandbox enter_sandbox(const std::string& writable);

// How far it would go on this machine.
Sandbox sandbox_here();

// In words: "no new privileges, files read-only (Landlock 3), system calls filtered".
std::string describe(const Sandbox& sandbox);

}  // namespace weir::worker
