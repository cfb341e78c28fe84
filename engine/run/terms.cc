#include "run/terms.h"

#include <cmath>

namespace weir::run {

Terms terms_after(const graph::Escalation& escalation, const store::AttemptHistory& history) {
  Terms terms;
  terms.deadline = std::pow(escalation.deadline, static_cast<double>(history.timeouts));
  terms.memory = std::pow(escalation.memory, static_cast<double>(history.memory));
  terms.isolated = escalation.isolated && history.timeouts + history.memory + history.crashes > 0;
  return terms;
}

Terms combined(const Terms& a, const Terms& b) {
  return {a.deadline * b.deadline, a.memory * b.memory, a.isolated || b.isolated};
}

}  // namespace weir::run
