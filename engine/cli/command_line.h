// Command lines that a person can paste.
#pragma once

#include <string>
#include <vector>

namespace weir::cli {

// What the user would have to type: `weir` and these words, each in quotes where a shell would read it otherwise.
std::string same_command(const std::vector<std::string>& words);

}  // namespace weir::cli
