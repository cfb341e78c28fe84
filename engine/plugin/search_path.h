// The directories in which plugins are looked for: fixed ones, absolute and resolved, never the current directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/problem.h"

namespace weir::plugin {

struct SearchPath {
  std::vector<std::string> directories;  // each once, without symbolic links, in the order in which they are searched
  std::vector<Problem> problems;         // what was named and is no directory, or not absolute where it must be
};

// First the directories `given` on the command line, which may be relative to the current one since a person has just
// typed them; then those of `environment`, absolute and divided by colons; then ../lib/weir/plugins beside `program`,
// which holds for the build tree and the installed one alike.
SearchPath search_path(const std::vector<std::string>& given, std::string_view environment, std::string_view program);

// The same with WEIR_PLUGIN_PATH and the running program.
SearchPath search_path(const std::vector<std::string>& given);

}  // namespace weir::plugin
