// Records the listing and its cut, all in one transaction: it is there whole, or not at all.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <weir/listing.h>

#include "store/changes.h"
#include "store/database.h"
#include "store/rows.h"

namespace weir::store {

class ListingWriter {
 public:
  // What is not finished when the writer goes is rolled back. The database must outlive it.
  explicit ListingWriter(const Database& database);
  // In place of the listing that was there, by decision. Numbers of batches go on where they were: who has heard of a
  // batch will not take another one for it.
  ListingWriter(const Database& database, const DecisionRecord& decision, std::string_view fingerprint);

  // Adds the next batch, which is the next entries of the listing; at least one.
  BatchId add(std::string_view source, std::span<const ListedEntry> entries);

  std::uint64_t entries() const { return entries_; }

  void finish();

 private:
  std::uint64_t source_number(std::string_view node);
  void insert(std::uint64_t number, const ListedEntry& entry);

  const Database& database_;
  Transaction transaction_;
  Statement insert_source_;
  Statement find_source_;
  Statement insert_batch_;
  Statement insert_entry_;
  BatchId batches_ = 0;
  std::uint64_t entries_ = 0;
};

}  // namespace weir::store
