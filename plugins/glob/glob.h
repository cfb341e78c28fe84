// A pattern for paths such as "**/*.{htm,html,txt}".
//
//   ?        one character        [a-z] [!a-z]  one character of a set, or not of it
//   *        any characters       {htm,txt}     one of several patterns, which may hold braces and '/'
//   **       as a whole part: any number of folders, or none; at the end: whatever lies below
//   \        the next character as it is
//
// `?`, `*` and sets do not match '/'. A name that begins with a dot is matched only by a part of the pattern that
// begins with a dot, so `**` does not enter hidden folders. Letters match as they are written. Immutable once made.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::glob {

class Glob {
 public:
  // Throws std::invalid_argument, with a sentence, where brackets or braces are not closed or stand for more than
  // 1,000 patterns.
  explicit Glob(std::string_view pattern);

  // `path` has no '/' at its beginning or end.
  bool matches(std::string_view path) const;
  // Whether a path below `folder` could match; the empty folder is where paths begin.
  bool may_match_below(std::string_view folder) const;

 private:
  using Parts = std::vector<std::string>;  // of one pattern without braces, between its '/'

  std::vector<Parts> alternatives_;
};

// What is wrong with a pattern; null where nothing is.
std::optional<std::string> error_in(std::string_view pattern);

}  // namespace weir::glob
