#include "glob/glob.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <weir/utf8.h>

namespace weir::glob {
namespace {

constexpr std::size_t kMostAlternatives = 1000;

[[noreturn]] void refuse(std::string_view what, std::string_view pattern) {
  throw std::invalid_argument(std::string(what) + ": \"" + std::string(pattern) + "\"");
}

// The end of the set that begins at pattern[at] == '[': behind its ']', which may also be the set's first member.
std::size_t end_of_set(std::string_view pattern, std::size_t at) {
  std::size_t i = at + 1;
  if (i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^')) ++i;
  if (i < pattern.size() && pattern[i] == ']') ++i;
  for (; i < pattern.size() && pattern[i] != ']'; ++i) {
    if (pattern[i] == '\\') ++i;
  }
  if (i >= pattern.size()) refuse("a `[` is not closed", pattern);
  return i + 1;
}

// Steps over one character, set or escaped character of a pattern.
std::size_t next_piece(std::string_view pattern, std::size_t at) {
  if (pattern[at] == '[') return end_of_set(pattern, at);
  if (pattern[at] != '\\') return at + 1;
  if (at + 1 == pattern.size()) refuse("a `\\` stands at the end", pattern);
  return at + 2;
}

struct Braces {
  std::size_t begin = 0;              // of the '{'
  std::size_t end = 0;                // behind the '}'
  std::vector<std::string> branches;  // between the commas
};

// The first braces that are not within others.
std::optional<Braces> first_braces(std::string_view pattern) {
  Braces braces;
  std::size_t depth = 0;
  std::size_t branch = 0;
  for (std::size_t at = 0; at < pattern.size(); at = next_piece(pattern, at)) {
    const char c = pattern[at];
    if (c == '{' && depth++ == 0) {
      braces.begin = at;
      branch = at + 1;
    } else if (c == ',' && depth == 1) {
      braces.branches.emplace_back(pattern.substr(branch, at - branch));
      branch = at + 1;
    } else if (c == '}') {
      if (depth == 0) refuse("a `}` has no `{`", pattern);
      if (--depth > 0) continue;
      braces.branches.emplace_back(pattern.substr(branch, at - branch));
      braces.end = at + 1;
      return braces;
    }
  }
  if (depth > 0) refuse("a `{` is not closed", pattern);
  return std::nullopt;
}

// Appends the patterns without braces that a pattern stands for. `written` is the whole of it, for messages.
void expand(std::string_view pattern, std::string_view written, std::vector<std::string>& into) {
  const std::optional<Braces> braces = first_braces(pattern);
  if (!braces) {
    if (into.size() == kMostAlternatives) refuse("braces stand for more than 1,000 patterns", written);
    into.emplace_back(pattern);
    return;
  }
  for (const std::string& branch : braces->branches) {
    std::string chosen(pattern.substr(0, braces->begin));
    chosen.append(branch).append(pattern.substr(braces->end));
    expand(chosen, written, into);
  }
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    if (slash > at) parts.emplace_back(path.substr(at, slash - at));
    at = slash + 1;
  }
  return parts;
}

// Whether the set at pattern[at] holds the character.
bool set_holds(std::string_view set, char32_t character) {
  set = set.substr(1, set.size() - 2);
  const bool inverted = set.starts_with('!') || set.starts_with('^');
  if (inverted) set.remove_prefix(1);
  const auto take = [&set]() -> char32_t {
    if (set.size() > 1 && set.front() == '\\') set.remove_prefix(1);
    const CodePoint point = code_point_at(set, 0);
    set.remove_prefix(point.length);
    return point.value;
  };
  bool found = false;
  while (!set.empty()) {
    const char32_t lowest = take();
    char32_t highest = lowest;
    if (set.size() > 1 && set.front() == '-') {
      set.remove_prefix(1);
      highest = take();
    }
    found = found || (character >= lowest && character <= highest);
  }
  return found != inverted;
}

// Matches one part of a pattern with one name. On a mismatch the last `*` takes one more character; going back further
// would find nothing that this does not.
bool part_matches(std::string_view pattern, std::string_view name) {
  if (name.starts_with('.') && !pattern.starts_with('.') && !pattern.starts_with("\\.")) return false;
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = kNone;
  std::size_t star_name = 0;
  while (n < name.size()) {
    const CodePoint point = code_point_at(name, n);
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_name = n;
      continue;
    }
    if (p < pattern.size()) {
      const std::size_t end = next_piece(pattern, p);
      const std::string_view piece = pattern.substr(p, end - p);
      const bool one = piece == "?" || (piece.front() == '[' && set_holds(piece, point.value));
      const char literal = piece.front() == '\\' ? piece[1] : piece.front();
      const bool is_literal = piece != "?" && piece.front() != '[';
      if (one || (is_literal && literal == name[n])) {
        p = end;
        n += one ? point.length : 1;
        continue;
      }
    }
    if (star == kNone) return false;
    p = star + 1;
    star_name += code_point_at(name, star_name).length;
    n = star_name;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

// The places between the parts of a pattern that can be reached, each at most once, as names are read one by one.
using Places = std::vector<bool>;

// A `**` may stand for nothing, except at the end.
void pass_double_stars(const std::vector<std::string>& parts, Places& places) {
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (places[i] && parts[i] == "**") places[i + 1] = true;
  }
}

Places places_after(const std::vector<std::string>& parts, std::string_view path) {
  Places places(parts.size() + 1, false);
  places[0] = true;
  pass_double_stars(parts, places);
  for (const std::string& name : parts_of(path)) {
    Places next(parts.size() + 1, false);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!places[i]) continue;
      const bool any = parts[i] == "**";
      if (any && !name.starts_with('.')) next[i] = true;
      if (any ? i + 1 == parts.size() && next[i] : part_matches(parts[i], name)) next[i + 1] = true;
    }
    pass_double_stars(parts, next);
    places = std::move(next);
  }
  return places;
}

}  // namespace

Glob::Glob(std::string_view pattern) {
  std::vector<std::string> patterns;
  expand(pattern, pattern, patterns);
  for (const std::string& alternative : patterns) {
    alternatives_.push_back(parts_of(alternative));
    if (alternatives_.back().empty()) refuse("a pattern is empty", pattern);
    for (const std::string& part : alternatives_.back()) {
      for (std::size_t at = 0; at < part.size();) at = next_piece(part, at);
    }
  }
}

bool Glob::matches(std::string_view path) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [path](const Parts& parts) { return bool{places_after(parts, path).back()}; });
}

bool Glob::may_match_below(std::string_view folder) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(), [folder](const Parts& parts) {
    const Places places = places_after(parts, folder);
    return std::find(places.begin(), places.end() - 1, true) != places.end() - 1;
  });
}

std::optional<std::string> error_in(std::string_view pattern) {
  try {
    const Glob glob(pattern);
    return std::nullopt;
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

}  // namespace weir::glob
