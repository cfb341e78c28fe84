// A page of the documentation, for tests that take it at its word.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "sdk_harness.h"

namespace weir::guide {

// The fenced blocks of one language on docs/`name`.
inline std::vector<std::string> blocks_of(const std::string& name, const std::string& language) {
  std::istringstream page(harness::read_file(std::string(WEIR_SOURCE_DIR) + "/docs/" + name));
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      inside = !inside && line == "```" + language;
      if (inside) blocks.emplace_back();
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

}  // namespace weir::guide
