// Faults planted on purpose, to test the campaigns that claim to find such faults. A tree built with WEIR_MUTANTS has
// them, and the environment variable WEIR_MUTANT names the one that is awake. In any other tree none exists: mutant()
// is a constant, and no code is left of what it guards.
//
// tests/campaign/mutants.py says for each which campaign has to catch it.
#pragma once

#include <string_view>

namespace weir {

#ifdef WEIR_MUTANTS
bool mutant(std::string_view name);
#else
constexpr bool mutant(std::string_view) { return false; }
#endif

}  // namespace weir
