// Which directory a run has: what the command line says, else the graph file, else runs/NAME below the current one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "graph/specification.h"

namespace weir::cli {

// Absolute.
std::filesystem::path run_directory(const graph::Specification& specification, const std::string& directory_option);

// The run directories below `runs/` of the current directory that hold a store.
std::vector<std::filesystem::path> known_runs();

// What the user named, or the only or newest run there is. Throws RunError (2) where there is none.
std::filesystem::path find_run(const std::string& run_option);

// The run directory that a file lies in; else as find_run() for one who names none.
std::filesystem::path find_run_above(const std::filesystem::path& file);

}  // namespace weir::cli
