// Patterns on text that is not a std::string.
#pragma once

#include <string_view>

#include <re2/re2.h>

namespace weir::sec {

inline bool matches_whole(std::string_view text, const RE2& pattern) {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

inline bool matches_within(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace weir::sec
