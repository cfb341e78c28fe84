// Cuts a listing into batches: neighbours, by bytes and by number, deterministically. The cut is made once and stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weir/listing.h>

#include "run/precedence.h"

namespace weir::run {

struct CutLimits {
  std::uint64_t bytes = std::uint64_t{1} << 20;
  std::size_t entries = 4096;
};

// Whether a batch of `entries` with `bytes` ends before an entry of that size.
bool is_full(const CutLimits& limits, std::size_t entries, std::uint64_t bytes, std::uint64_t next);

// Consecutive pieces of `entries`. A batch ends before the entry that would take it over a limit; an entry larger than
// the limit is a batch by itself. What is refused counts as an entry without bytes. All of a batch has one priority and
// is on one level: so nothing is with what it depends on, and no two batches wait for each other.
std::vector<std::span<const ListedEntry>> cut(std::span<const ListedEntry> entries, const CutLimits& limits,
                                              const Precedence& precedence = {});

}  // namespace weir::run
