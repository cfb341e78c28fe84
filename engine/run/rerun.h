// What becomes of documents that ran before something changed: the user decides, and the store remembers.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "graph/specification.h"
#include "run/selection.h"
#include "store/store.h"

namespace weir::run {

enum class Rerun {
  none,
  affected,  // what a change concerns, in the listing that there is; all, anew, where a source is what changed
  all,       // everything, in a new listing
};

struct Choice {
  Rerun rerun = Rerun::none;
  std::optional<std::string> accept;  // why what is committed stays although the graph changed
  bool trust_inputs = false;          // do not compare inputs with the listing
};

// Does what was chosen about what changed since the run began, all at once. A graph that changed, and about which
// nothing was chosen, is a RunError (78) that says what changed, how many documents that concerns, and what can be
// chosen; unless nothing that it concerns has run. Returns the decision where all is to be listed anew, which is left
// to the caller. `list` is called where inputs have to be looked at.
std::optional<store::DecisionRecord> settle_changes(store::Store& store, const graph::Specification& specification,
                                                    const std::string& fingerprint, const Choice& choice,
                                                    const std::function<std::vector<Listed>()>& list);

}  // namespace weir::run
