#include "graph/choice.h"

#include <algorithm>
#include <utility>

#include "graph/suggestion.h"

namespace weir::graph {

std::size_t choose(std::string_view key, const std::string& word, const std::vector<std::string>& words,
                   const Location& at, Diagnostics& diagnostics) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string all;
  for (const std::string& each : words) {
    if (!all.empty()) all += &each == &words.back() ? " or " : ", ";
    all += "\"" + each + "\"";
  }
  Diagnostic wrong{"E013", "`" + std::string(key) + "` must be " + all, at, "", {}, {}};
  if (const auto meant = nearest(word, words)) wrong.helps.push_back(did_you_mean(*meant));
  diagnostics.add(std::move(wrong));
  return 0;
}

}  // namespace weir::graph
