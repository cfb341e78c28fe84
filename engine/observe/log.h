// The run's log: one JSON object a line, with time, level and message, in a file of the run directory that is renamed
// aside when it grows. Messages come from stages, so everything in them is escaped.
#pragma once

#include <memory>
#include <string>

#include <weir/call.h>

namespace weir::observe {

// Opens the log for appending. Throws std::runtime_error when the file cannot be opened. Safe from any thread.
std::unique_ptr<Logger> open_log(const std::string& path);

// One line of the log, without its end: {"time":…,"level":"info","message":"…"}.
std::string log_line(const std::string& time, LogLevel level, std::string_view message);

}  // namespace weir::observe
