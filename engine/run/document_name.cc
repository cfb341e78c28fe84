#include "run/document_name.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "graph/suggestion.h"

namespace weir::run {
namespace {

constexpr std::size_t kMostCompared = 100'000;  // names, for suggestions
constexpr std::size_t kMostSuggested = 3;

std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// How well an entry fits; the lower the better.
int rank(const store::FoundEntry& found, const std::string& name, const std::string& location) {
  const std::string own = name_of(found.entry.listed);
  if (own == name) return 0;
  if (found.entry.listed.location == location && found.entry.listed.member.empty()) return 1;
  return own.ends_with("/" + name) ? 2 : 3;
}

std::vector<store::FoundEntry> find(const store::ReadStore& store, const std::string& source, const std::string& name) {
  const std::string location = std::filesystem::absolute(name).lexically_normal().string();
  std::vector<store::FoundEntry> found = store.find_entries(name, location);
  if (!source.empty()) std::erase_if(found, [&](const store::FoundEntry& each) { return each.source != source; });
  int best = 3;
  for (const store::FoundEntry& each : found) best = std::min(best, rank(each, name, location));
  std::erase_if(found, [&](const store::FoundEntry& each) { return rank(each, name, location) > best; });
  return found;
}

// "notes:a/b.txt" to "notes" and "a/b.txt", where there is a source of that name.
std::pair<std::string, std::string> split_source(const store::ReadStore& store, const std::string& name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos) return {{}, name};
  const std::string source = name.substr(0, colon);
  return store.entry_range(source) ? std::pair(source, name.substr(colon + 1)) : std::pair(std::string(), name);
}

std::vector<std::string> nearest_names(const store::ReadStore& store, const std::string& name) {
  std::map<std::string, std::string> by_part;
  for (const store::Totals& source : store.totals()) {
    if (source.is_spool) continue;
    store.visit_listing(source.source, [&](const store::Entry& entry) {
      if (by_part.size() < kMostCompared) by_part.emplace(last_part(entry.listed.path), name_of(entry.listed));
    });
  }
  std::vector<std::string> parts, names;
  for (const auto& [part, whole] : by_part) parts.push_back(part);
  while (names.size() < kMostSuggested) {
    const auto near = graph::nearest(last_part(name), parts);
    if (!near) break;
    names.push_back(by_part.at(*near));
    std::erase(parts, *near);
  }
  return names;
}

}  // namespace

std::string name_of(const ListedEntry& listed) {
  return listed.member.empty() ? listed.path : listed.path + "!" + listed.member;
}

NamedDocument find_document(const store::ReadStore& store, const std::string& name) {
  auto [source, rest] = split_source(store, name);
  NamedDocument named{find(store, source, rest), 0, {}};
  if (!named.found.empty()) return named;
  const std::size_t colon = rest.rfind(':');
  const std::string digits = colon == std::string::npos ? "" : rest.substr(colon + 1);
  if (!digits.empty() && digits.size() < 19 && digits.find_first_not_of("0123456789") == std::string::npos) {
    rest.resize(colon);
    named.ordinal = std::stoull(digits);
    named.found = find(store, source, rest);
  }
  if (named.found.empty()) named.nearest = nearest_names(store, rest);
  return named;
}

}  // namespace weir::run
