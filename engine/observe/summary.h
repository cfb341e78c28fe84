// The last words of a run: the equation of the books, what it took, and the one command that comes next.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "observe/view.h"

namespace weir::observe {

// What it was expected to take, for what was committed.
struct Predicted {
  double seconds = 0.0;
  std::uint64_t peak_memory = 0;
};

struct Summary {
  View view;
  bool complete = false;               // everything that was listed is committed and published
  std::uint64_t peak_memory = 0;       // unreclaimable bytes
  std::optional<Predicted> predicted;  // nothing where too little was known
  std::vector<std::string> outputs;    // as a person would name them
  std::string next;                    // a command; empty where nothing comes next
  std::vector<std::pair<std::string, std::uint64_t>> filtered_reasons;  // most first
};

std::string draw(const Summary& summary);

// read = done + filtered + dead, and those under way while phases are left.
bool books_balance(const View& view);

}  // namespace weir::observe
