// Any bytes as a page: a document whose text, blocks and map hold together, wherever the pieces of the page end.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "html/page_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view page(reinterpret_cast<const char*>(data), size);
  // Mostly short pieces, of a size that a change somewhere in the page changes.
  const std::size_t piece_bytes = 1 + (size + (size == 0 ? 0 : data[size / 2])) % 23;
  const std::string broken = weir::html::broken_invariant(page, piece_bytes);
  if (broken.empty()) return 0;
  std::fprintf(stderr, "pieces of %zu: %s\n", piece_bytes, broken.c_str());
  __builtin_trap();
}
