// Names of files as text: the part of a document's identity that a file system gives.
#pragma once

#include <string>
#include <string_view>

namespace weir::files {

// Writes bytes that are not UTF-8, and control characters, as %XX; and a '%' as %25 where it could be taken for one of
// these. Different names stay different, and nearly all stay as they are.
std::string path_text(std::string_view name);

}  // namespace weir::files
