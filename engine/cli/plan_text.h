// A plan as a person reads it, and as a program does.
#pragma once

#include <string>

#include <weir/value.h>

#include "run/plan.h"

namespace weir::cli {

std::string plan_text(const run::Plan& plan);
Table plan_table(const run::Plan& plan);

}  // namespace weir::cli
