// What is left of a process that dies of a signal: its thread's slot says which, and a file says where in the code.
#pragma once

#include <filesystem>
#include <string>

namespace weir::run {

// For the rest of this process: SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT and SIGSYS mark the slot of the thread that
// they come to, write its stack to `report`, and then end the process as they would have. The file is there only after
// a crash.
void report_crashes(const std::filesystem::path& report);

// "SIGSEGV"; "signal 42" for one without a name.
std::string signal_name(int signal);

}  // namespace weir::run
