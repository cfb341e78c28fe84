// What people call a document, and which one they mean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/read_store.h"

namespace weir::run {

// "path", or "path!member".
std::string name_of(const ListedEntry& listed);

struct NamedDocument {
  std::vector<store::FoundEntry> found;  // one; or all that it could be; or none
  std::uint64_t ordinal = 0;
  std::vector<std::string> nearest;  // names, where there is none
};

// A document is called by its path, by the end of it, or by the file itself; before it may stand SOURCE:, behind it
// :ORDINAL for one record of many. What fits better hides what fits less: a whole path, a file, whole parts of a path,
// any end.
NamedDocument find_document(const store::ReadStore& store, const std::string& name);

}  // namespace weir::run
