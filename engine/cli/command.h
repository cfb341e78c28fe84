// What the commands share: options that every one has, and how they end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "run/exit_code.h"

namespace CLI {
class App;
}

namespace weir::cli {

struct CommonOptions {
  std::vector<std::string> plugin_directories;
  std::vector<std::string> command_line;  // of this process, the program first
};

// One command of `weir`. Declares itself to the parser, and runs when it was chosen.
class Command {
 public:
  virtual ~Command() = default;
  // Adds the subcommand with its options; they bind to members of this object.
  virtual void declare(CLI::App& application) = 0;
  virtual bool chosen() const = 0;
  virtual run::ExitCode execute(const CommonOptions& common) = 0;
};

}  // namespace weir::cli
