// What a document is compared by: XXH3 of 128 bits over its text, or over fields of its metadata.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include <weir/document.h>

namespace weir::dedupe {

struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  auto operator<=>(const Digest&) const = default;
};

// The field `text` is the document's own text. A field that a document has not is null. Type and length of every value
// count, so that values of different types, or divided otherwise, are different.
Digest digest_of(const Document& document, const std::vector<std::string>& fields);

}  // namespace weir::dedupe
