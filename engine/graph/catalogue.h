// The stages that a graph can name. The plugin room stands behind it; tests have one of their own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weir/stage_info.h>

namespace weir::graph {

class StageCatalogue {
 public:
  virtual ~StageCatalogue() = default;
  // The stage, loaded; null where there is none or where it cannot be loaded. It outlives the catalogue's users.
  virtual const StageInfo* find(std::string_view name) = 0;
  // Every name that `find` may know, for suggestions.
  virtual std::vector<std::string> names() = 0;
  // Why a stage that is known by name cannot be had, in one sentence; empty where the name is not known at all.
  virtual std::string why_unavailable(std::string_view name) = 0;
};

}  // namespace weir::graph
