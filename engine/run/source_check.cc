#include "run/source_check.h"

#include <sys/stat.h>

#include <algorithm>

#include "run/changes.h"
#include "run/document_name.h"

namespace weir::run {
namespace {

constexpr std::uint64_t kPage = 4096;  // entries

void check(const store::ReadStore& store, const store::Entry& entry, SourceCheck& found) {
  if (entry.listed.refusal || entry.spooled) return;
  ++found.documents;
  struct stat status {};
  if (::stat(entry.listed.location.c_str(), &status) != 0) {
    found.gone.push_back(name_of(entry.listed));
    return;
  }
  ListedEntry now = entry.listed;
  now.size = static_cast<std::uint64_t>(status.st_size);
  now.modified_ns = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  if (may_differ(entry.listed, now) && !has_same_bytes(store, entry, now)) {
    found.changed.push_back(name_of(entry.listed));
  }
}

}  // namespace

SourceCheck check_sources(const store::ReadStore& store) {
  SourceCheck found;
  for (const store::Totals& source : store.totals()) {
    const auto range = source.is_spool ? std::nullopt : store.entry_range(source.source);
    if (!range) continue;
    for (std::uint64_t first = range->first; first <= range->second; first += kPage) {
      const std::uint64_t last = std::min(first + kPage - 1, range->second);
      for (const store::Entry& entry : store.entries(first, last)) check(store, entry, found);
    }
  }
  return found;
}

}  // namespace weir::run
