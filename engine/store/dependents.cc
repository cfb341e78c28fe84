#include "store/dependents.h"

#include <vector>

namespace weir::store {
namespace {

constexpr const char* kDependentsPurpose = "look at what depends on a document";

}  // namespace

Dependents::Dependents(const Database& database, Reopening& reopening)
    : reopening_(reopening),
      range_(database.prepare("SELECT first_entry, last_entry FROM batches WHERE batch = ?", kDependentsPurpose)),
      // Of those that have a verdict. A file that left its batch has that of its own batch.
      out_of_step_(database.prepare(
          "SELECT t.entry FROM (SELECT entry FROM dependencies WHERE entry BETWEEN ?1 AND ?2 AND on_dead = 'dead' "
          "UNION SELECT entry FROM dependencies WHERE depends_on BETWEEN ?1 AND ?2 AND on_dead = 'dead') t "
          "JOIN entries e ON e.entry = t.entry "
          "LEFT JOIN left_out l ON l.entry = t.entry AND l.ordinal = 0 "
          "JOIN batches b ON b.batch = coalesce(l.own_batch, e.batch) "
          "LEFT JOIN documents v ON v.entry = t.entry AND v.ordinal = 0 "
          "WHERE (v.entry IS NOT NULL OR b.state = 'committed') AND coalesce(v.reason = ?3, 0) <> EXISTS "
          "(SELECT 1 FROM dependencies p JOIN documents d ON d.entry = p.depends_on AND d.verdict = 'dead' "
          "WHERE p.entry = t.entry AND p.on_dead = 'dead') ORDER BY 1",
          kDependentsPurpose)),
      inherit_environment_(database.prepare(
          "UPDATE documents SET environment = 1 WHERE entry BETWEEN ?1 AND ?2 AND reason = ?3 AND environment = 0 AND "
          "EXISTS (SELECT 1 FROM dependencies p JOIN documents d ON d.entry = p.depends_on AND d.verdict = 'dead' AND "
          "d.environment = 1 WHERE p.entry = documents.entry)",
          kDependentsPurpose)) {}

std::vector<std::uint64_t> Dependents::undo_out_of_step(std::uint64_t first, std::uint64_t last) {
  inherit_environment_.run(first, last, std::string_view(kDependencyDead));
  std::vector<std::uint64_t> entries;
  out_of_step_.start(first, last, std::string_view(kDependencyDead));
  while (out_of_step_.next()) entries.push_back(out_of_step_.number(0));
  for (const std::uint64_t entry : entries) reopening_.undo_entry(entry);
  return entries;
}

void Dependents::keep_in_step(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> undone = undo_out_of_step(first, last);
  while (!undone.empty()) {
    const std::uint64_t entry = undone.back();
    undone.pop_back();
    for (const std::uint64_t next : undo_out_of_step(entry, entry)) undone.push_back(next);
  }
}

void Dependents::keep_in_step(BatchId batch) {
  range_.start(batch);
  if (!range_.next()) return;
  const std::uint64_t first = range_.number(0);
  const std::uint64_t last = range_.number(1);
  range_.reset();
  keep_in_step(first, last);
}

}  // namespace weir::store
