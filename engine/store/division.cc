#include "store/division.h"

#include <algorithm>

namespace weir::store {
namespace {

constexpr const char* kDivisionPurpose = "divide the output into volumes";

struct Stretch {
  std::uint64_t first_entry = 0;
  std::uint64_t end_entry = 0;
  std::uint64_t bytes = 0;
};

// The entries of each volume; one without any where nothing was listed.
std::vector<Stretch> stretches(const Database& database, const Division& division) {
  Statement read = database.prepare(
      "SELECT b.first_entry, b.last_entry, b.bytes, s.node FROM batches b JOIN sources s ON s.id = b.source "
      "WHERE b.ordinal IS NULL ORDER BY b.batch",
      kDivisionPurpose);
  std::vector<Stretch> all;
  read.start();
  while (read.next()) {
    if (std::find(division.sources.begin(), division.sources.end(), read.text(3)) == division.sources.end()) continue;
    const std::uint64_t bytes = read.number(2);
    if (all.empty() || all.back().bytes + bytes > division.bytes) all.push_back({read.number(0), 0, 0});
    all.back().end_entry = read.number(1) + 1;
    all.back().bytes += bytes;
  }
  if (all.empty()) all.emplace_back();
  return all;
}

}  // namespace

void divide(const Database& database, const Division& division) {
  database.prepare("DELETE FROM volumes WHERE sink = ?", kDivisionPurpose).run(division.sink);
  Statement insert = database.prepare(
      "INSERT INTO volumes (sink, volume, name, ordering, first_entry, end_entry) VALUES (?, ?, ?, ?, ?, ?)",
      kDivisionPurpose);
  std::uint64_t number = 0;
  for (const Stretch& stretch : stretches(database, division)) {
    insert.run(division.sink, number, division.name(number), division.by_completion ? "completion" : "source",
               stretch.first_entry, stretch.end_entry);
    ++number;
  }
}

void forget_divisions(const Database& database) {
  database.execute("DELETE FROM volumes WHERE volume > 0; UPDATE volumes SET first_entry = NULL, end_entry = NULL",
                   kDivisionPurpose);
}

void forget_division(const Database& database, std::string_view sink) {
  database
      .prepare("DELETE FROM volumes WHERE volume > 0 AND sink = (SELECT id FROM sinks WHERE node = ?)",
               kDivisionPurpose)
      .run(sink);
  database
      .prepare(
          "UPDATE volumes SET first_entry = NULL, end_entry = NULL WHERE sink = (SELECT id FROM sinks WHERE node = ?)",
          kDivisionPurpose)
      .run(sink);
}

}  // namespace weir::store
