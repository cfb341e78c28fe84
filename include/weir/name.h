// Names of output files: patterns such as "{path}_{section}.json", filled in from a document.
//
// Fields: {path} (the whole path below the input, without its last extension), {stem} (its last part), {id}, and any
// metadata field. Characters outside [A-Za-z0-9._-] become '_', and '/' too, except in {path}, which keeps its folders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weir/document.h>

namespace weir {

// Replaces everything that could mean something to a file system or a shell. Never gives "", "." or "..".
inline std::string safe_name(std::string_view text, bool keep_folders = false) {
  std::string safe;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    const bool hidden = c == '.' && (safe.empty() || safe.back() == '/');
    safe += (plain && !hidden) || (keep_folders && c == '/' && !safe.empty() && safe.back() != '/') ? c : '_';
  }
  return safe.empty() ? "_" : safe;
}

inline std::string_view without_extension(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::size_t slash = path.rfind('/');
  const std::size_t first = slash == std::string_view::npos ? 0 : slash + 1;
  return dot == std::string_view::npos || dot <= first ? path : path.substr(0, dot);
}

// The field names of a pattern, in order; nullopt-like empty name where a brace is not closed.
inline std::vector<std::string> name_fields(std::string_view pattern) {
  std::vector<std::string> fields;
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
    const std::size_t end = pattern.find('}', at);
    if (end == std::string_view::npos) return {std::string()};
    fields.emplace_back(pattern.substr(at + 1, end - at - 1));
  }
  return fields;
}

// A metadata field as a part of a name: strings, integers and booleans; "unknown" for all else, and for what is
// missing.
inline std::string name_of(const Value* value) {
  if (value && value->string()) return safe_name(*value->string());
  if (value && value->integer()) return std::to_string(*value->integer());
  if (value && value->boolean()) return *value->boolean() ? "true" : "false";
  return "unknown";
}

// Fills in a pattern.
inline std::string fill_name(std::string_view pattern, const Origin& origin, const Metadata& metadata) {
  std::string name;
  std::size_t at = 0;
  while (at < pattern.size()) {
    const std::size_t open = pattern.find('{', at);
    const std::size_t close = pattern.find('}', open == std::string_view::npos ? at : open);
    if (open == std::string_view::npos || close == std::string_view::npos) return name.append(pattern.substr(at));
    name.append(pattern.substr(at, open - at));
    const std::string_view field = pattern.substr(open + 1, close - open - 1);
    if (field == "path") {
      const std::string path = origin.member.empty() ? origin.path : origin.path + "/" + origin.member;
      name += safe_name(without_extension(path), true);
    } else if (field == "stem") {
      const std::string_view path = without_extension(origin.path);
      name += safe_name(path.substr(path.rfind('/') + 1));
    } else if (field == "id") {
      name += safe_name(origin.id());
    } else {
      name += name_of(metadata.find(field));
    }
    at = close + 1;
  }
  return name;
}

}  // namespace weir
