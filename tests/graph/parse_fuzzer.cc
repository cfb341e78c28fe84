// Any bytes as a graph file: an answer, and a report that a terminal can show.
#include <cstddef>
#include <cstdint>
#include <string>

#include "graph/parsing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto parsed = weir::graph::testing::parse(text);
  if (parsed.specification.has_value() != parsed.diagnostics.empty()) __builtin_trap();
  if (parsed.text().find('\x1b') != std::string::npos) __builtin_trap();
  return 0;
}
