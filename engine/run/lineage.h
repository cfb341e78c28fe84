// Which stages a document passed on its way, as the fingerprint in the store tells it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace weir::run {

struct StagePassed {
  std::string node;
  std::string stage;
  std::string version;
  std::string build;  // of the plugin; empty for what belongs to the engine
};

// The nodes on every way from `source` to one of `ends`, both included, across checkpoints and folds, in topological
// order. Which port a document took, nobody remembers.
std::vector<StagePassed> stages_between(std::string_view fingerprint, const std::string& source,
                                        const std::set<std::string>& ends);

}  // namespace weir::run
