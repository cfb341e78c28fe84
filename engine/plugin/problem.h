// Something that keeps a plugin, or a stage, from being used: a fact about this machine's files, fit to be shown.
#pragma once

#include <string>

namespace weir::plugin {

struct Problem {
  std::string path;     // the file or directory; absolute
  std::string message;  // what is wrong, and what to do about it where that is not plain

  std::string sentence() const { return path + ": " + message; }
  bool operator==(const Problem&) const = default;
};

}  // namespace weir::plugin
