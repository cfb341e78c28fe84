// The queries of ReadStore about what depends on what.
#include "store/read_store.h"
#include "store/undecided.h"

namespace weir::store {
namespace {

constexpr const char* kDependencyQueriesPurpose = "read what depends on what";

}  // namespace

bool ReadStore::has_dependencies() const {
  Statement any = database_.prepare("SELECT EXISTS (SELECT 1 FROM dependencies)", kDependencyQueriesPurpose);
  any.start();
  return any.next() && any.number(0) != 0;
}

std::vector<Unmet> ReadStore::unmet_dependencies() const {
  // Most runs have none, and a million batches.
  if (!has_dependencies()) return {};
  // CROSS keeps SQLite from going through all batches for each dependency.
  Statement read = database_.prepare(
      "SELECT DISTINCT b.batch, p.depends_on FROM batches b CROSS JOIN dependencies p ON p.entry BETWEEN b.first_entry "
      "AND "
      "b.last_entry WHERE b.state = 'pending' AND " +
          kUndecided,
      kDependencyQueriesPurpose);
  std::vector<Unmet> unmet;
  read.start();
  while (read.next()) unmet.push_back({read.number(0), read.number(1)});
  return unmet;
}

bool ReadStore::has_unmet_dependencies(BatchId batch) const {
  Statement read =
      database_.prepare("SELECT 1 FROM batches b WHERE b.batch = ? AND " + kBlocked, kDependencyQueriesPurpose);
  read.start(batch);
  return read.next();
}

std::vector<DeadDependency> ReadStore::dead_dependencies(std::uint64_t first, std::uint64_t last) const {
  dead_dependencies_.start(first, last);
  std::vector<DeadDependency> dead;
  while (dead_dependencies_.next()) {
    const std::uint64_t entry = dead_dependencies_.number(0);
    if (!dead.empty() && dead.back().entry == entry) continue;
    dead.push_back({entry, dead_dependencies_.text(1), dead_dependencies_.text(2)});
  }
  return dead;
}

std::vector<Dependency> ReadStore::dependencies(std::uint64_t entry) const {
  Statement read =
      database_.prepare("SELECT depends_on, on_dead = 'dead' FROM dependencies WHERE entry = ? ORDER BY depends_on",
                        kDependencyQueriesPurpose);
  std::vector<Dependency> dependencies;
  read.start(entry);
  while (read.next()) dependencies.push_back({read.number(0), read.number(1) != 0});
  return dependencies;
}

}  // namespace weir::store
