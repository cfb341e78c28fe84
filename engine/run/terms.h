// On which terms a batch runs where not on those of its size class: a document that ran out of something has more of it
// in its next attempt, and is kept apart.
#pragma once

#include "graph/specification.h"
#include "store/attempts.h"

namespace weir::run {

struct Terms {
  double deadline = 1.0;  // times that of the class
  double memory = 1.0;    // times what the batch would ask for
  bool isolated = false;  // in a process of its own, whatever the class says
};

// Only what ran out is raised, once for each time that it did. A document that took its process down, or could have, is
// isolated from then on.
Terms terms_after(const graph::Escalation& escalation, const store::AttemptHistory& history);

// Both at once.
Terms combined(const Terms& a, const Terms& b);

}  // namespace weir::run
