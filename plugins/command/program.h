// The program that a node runs, found once, before anything runs.
#pragma once

#include <string>
#include <vector>

namespace weir::command {

struct Program {
  std::string file;                      // absolute
  std::vector<std::string> words;        // its name, as the graph has it, and its arguments
  std::vector<std::string> environment;  // NAME=value

  // As messages call it.
  const std::string& name() const { return words.front(); }
};

// Looks for the first word in the absolute folders of PATH; where it has a slash, from `base_directory`. The
// environment is weir's, without the variables WEIR_... that speak to weir itself. Throws std::runtime_error that says
// what is wrong and what to do.
Program find_program(const std::vector<std::string>& words, const std::string& base_directory);

}  // namespace weir::command
