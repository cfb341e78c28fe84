// The errors that a graph can have, by code: what `weir explain E012` prints. Codes never change their meaning.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace weir::graph {

struct Explanation {
  std::string_view code;
  std::string_view title;  // a few words
  std::string_view text;   // one paragraph: what it means, and what to do
};

// In the order of their codes.
std::span<const Explanation> explanations();
// By code, whatever its case.
std::optional<Explanation> explain(std::string_view code);

}  // namespace weir::graph
