// Where the records of a document lie, as far as the store knows: which bytes of which file, or rows of which table.
//
// An extent is shared by neighbours that were committed together, and the store does not divide it among them.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "graph/specification.h"
#include "store/read_store.h"

namespace weir::run {

enum class PlaceKind : std::uint8_t { published, part, spool, file, rows };

std::string_view to_string(PlaceKind kind);

struct Place {
  std::string sink;
  PlaceKind kind = PlaceKind::published;
  std::string path;
  std::uint64_t offset = 0;     // of plain bytes, where the file is compressed as a whole
  std::uint64_t length = 0;     // of a file: its size
  std::uint64_t records = 0;    // of rows: how many; of a file: unknown, 0
  std::uint64_t documents = 1;  // whose records may lie there; 1: its own
  std::string table;            // of rows
  std::uint64_t waiting = 0;    // of rows: that give way to others with the same key

  bool operator==(const Place&) const = default;
};

struct RunPlace {
  std::filesystem::path directory;  // of the run
  std::filesystem::path output;
};

// Where an extent lies.
std::filesystem::path file_of(const store::ReadStore& store, const RunPlace& run, const store::Extent& extent);

// Nothing where the document is not committed, or not done. `specification` tells which sinks have databases; null
// where nobody knows.
std::vector<Place> places_of(const store::ReadStore& store, const RunPlace& run,
                             const graph::Specification* specification, const store::DocumentState& document);

}  // namespace weir::run
