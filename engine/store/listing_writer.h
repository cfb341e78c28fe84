// Records the listing and its cut, or that of a spool, all in one transaction: it is there whole, or not at all.
// Entries and batches of a spool are numbered after all that there are.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <weir/listing.h>

#include "store/changes.h"
#include "store/database.h"
#include "store/division.h"
#include "store/rows.h"

namespace weir::store {

struct SpooledEntry {
  ListedEntry listed;
  Spooled spooled;
};

class ListingWriter {
 public:
  // What is not finished when the writer goes is rolled back. The database must outlive it.
  explicit ListingWriter(const Database& database);
  // In place of the listing that was there, by decision. Numbers of batches go on where they were: who has heard of a
  // batch will not take another one for it.
  ListingWriter(const Database& database, const DecisionRecord& decision, std::string_view fingerprint);
  // For the documents of a spool.
  ListingWriter(const Database& database, std::string_view spool);

  // Adds the next batch, which is the next entries of the listing; at least one. Its priority is not looked up in them.
  BatchId add(std::string_view source, std::span<const ListedEntry> entries, Priority priority = Priority::normal);
  BatchId add(std::string_view source, std::span<const SpooledEntry> entries);

  // What the entries of a source are known by as a whole: 32 hexadecimal digits.
  void remember(std::string_view source, std::string_view digest);

  std::uint64_t entries() const { return entries_; }

  // The entry, by its number, runs when the other one has its verdict. Where that is death, it is dead too, if `fatal`.
  void depend(std::uint64_t entry, std::uint64_t depends_on, bool fatal);

  // After all batches: how the output of a sink is divided that takes some of them.
  void divide(const Division& division) { store::divide(database_, division); }

  void finish();

 private:
  std::uint64_t source_number(std::string_view node);
  void insert(const ListedEntry& entry, const Spooled* spooled);
  BatchId close_batch(std::string_view source, std::uint64_t first, std::uint64_t bytes, Priority priority);

  const Database& database_;
  const std::string spool_;  // empty for the first listing
  Transaction transaction_;
  Statement insert_source_;
  Statement find_source_;
  Statement insert_batch_;
  Statement insert_entry_;
  Statement insert_dependency_;
  BatchId batches_ = 0;
  std::uint64_t entries_ = 0;
};

}  // namespace weir::store
