#include "run/cut.h"

namespace weir::run {

bool is_full(const CutLimits& limits, std::size_t entries, std::uint64_t bytes, std::uint64_t next) {
  return entries > 0 && (entries >= limits.entries || bytes + next > limits.bytes);
}

namespace {

bool go_together(const Precedence& precedence, std::size_t a, std::size_t b) {
  return precedence.priority(a) == precedence.priority(b) && precedence.level(a) == precedence.level(b);
}

}  // namespace

std::vector<std::span<const ListedEntry>> cut(std::span<const ListedEntry> entries, const CutLimits& limits,
                                              const Precedence& precedence) {
  std::vector<std::span<const ListedEntry>> batches;
  std::size_t begin = 0;
  std::uint64_t bytes = 0;
  for (std::size_t at = 0; at < entries.size(); ++at) {
    const std::uint64_t size = entries[at].refusal ? 0 : entries[at].size;
    if (is_full(limits, at - begin, bytes, size) || (at > begin && !go_together(precedence, at - 1, at))) {
      batches.push_back(entries.subspan(begin, at - begin));
      begin = at;
      bytes = 0;
    }
    bytes += size;
  }
  if (begin < entries.size()) batches.push_back(entries.subspan(begin));
  return batches;
}

}  // namespace weir::run
