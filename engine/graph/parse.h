// From a graph file to its specification, strictly: what is not understood is an error, never ignored, and all errors
// are reported at once. Only a syntax error hides those behind it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "graph/catalogue.h"
#include "graph/diagnostic.h"
#include "graph/specification.h"

namespace weir::graph {

// What the command line changes.
struct Overrides {
  // "run.threads=4": each replaces or adds a key before anything is checked. The value is TOML; what is not, is taken
  // for a string, so that limiters.memory.tokens=64MiB needs no quotes in a shell.
  std::vector<std::string> set;
  // Names of environment variables that strings may hold as ${env:NAME}.
  std::vector<std::string> allowed_env;
};

// Null exactly if something was added to `diagnostics`.
std::optional<Specification> parse_file(const std::string& path, const Overrides& overrides, StageCatalogue& catalogue,
                                        Diagnostics& diagnostics);

// The same for text at hand; `file` is what errors call it, `base_directory` where its relative paths begin.
std::optional<Specification> parse_text(const std::string& text, const std::string& file,
                                        const std::string& base_directory, const Overrides& overrides,
                                        StageCatalogue& catalogue, Diagnostics& diagnostics);

}  // namespace weir::graph
