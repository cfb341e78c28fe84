// The value of a key that is one of a few words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/diagnostic.h"

namespace weir::graph {

// Which of the words it is; the first where it is none of them, which is reported.
std::size_t choose(std::string_view key, const std::string& word, const std::vector<std::string>& words,
                   const Location& at, Diagnostics& diagnostics);

}  // namespace weir::graph
