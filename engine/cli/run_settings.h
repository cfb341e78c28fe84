// What a graph and a command line say of a run, for every command that runs one or says how it would run.
#pragma once

#include <filesystem>
#include <string>

#include "cli/command.h"
#include "cli/graph_options.h"
#include "run/run.h"

namespace weir::cli {

// `directory`: of the run; `out`: where outputs are published, or empty. The memory budget is looked at now, so plugins
// and resources are to be loaded already.
run::Settings run_settings(LoadedGraph& loaded, const GraphOptions& options, const CommonOptions& common,
                           const std::filesystem::path& directory, const std::string& out);

}  // namespace weir::cli
