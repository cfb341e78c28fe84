// On which terms `weir dlq retry` runs documents again, as the command line says: with more time or memory than before.
#pragma once

#include <string>
#include <vector>

#include "run/terms.h"

namespace CLI {
class App;
}

namespace weir::cli {

struct RetryTerms {
  std::string deadline;  // "x2"
  std::string memory;
  bool isolated = false;

  // Refuses what is no factor while the command line is parsed.
  void declare(CLI::App& command);
  run::Terms terms() const;
  // As they were given.
  std::vector<std::string> words() const;
};

}  // namespace weir::cli
