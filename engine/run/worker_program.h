// How a run starts its workers: the same binary, with a command that reads the same graph.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "run/spools.h"
#include "worker/spawner.h"

namespace weir::run {

// A short stand-in for a fingerprint, for the command line of a worker.
std::string digest_of(std::string_view fingerprint);

// `graph`: the words of a command line that lead to the graph. `large_texts`: a folder for them. Spools have their
// paths.
worker::Program worker_program(const std::vector<std::string>& graph, std::string_view fingerprint,
                               const std::string& large_texts, const SpoolFiles& spools);

}  // namespace weir::run
