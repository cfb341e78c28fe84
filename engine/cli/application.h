// The `weir` binary: reads the command line, runs the command that it names.
#pragma once

namespace weir::cli {

// Returns the process's exit code. Nothing escapes.
int run_application(int argc, char** argv);

}  // namespace weir::cli
