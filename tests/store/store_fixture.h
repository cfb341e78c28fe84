// A store in a directory of its own, with a listing: what most tests of this room begin with.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "store/store.h"
#include "store/temporary_directory.h"

namespace weir::store {

inline ListedEntry listed_file(const std::string& path, std::uint64_t size) {
  ListedEntry entry;
  entry.path = path;
  entry.location = "/inputs/" + path;
  entry.size = size;
  entry.modified_ns = 1'700'000'000'000'000'000;
  return entry;
}

// Batches of files called f0, f1, …, each of 100 bytes.
inline void list_files(Store& store, std::uint64_t batches, std::uint64_t files_per_batch,
                       const std::string& source = "files") {
  ListingWriter listing = store.begin_listing();
  for (std::uint64_t batch = 0; batch < batches; ++batch) {
    std::vector<ListedEntry> entries;
    for (std::uint64_t i = 0; i < files_per_batch; ++i) {
      entries.push_back(listed_file("f" + std::to_string(listing.entries() + i), 100));
    }
    listing.add(source, entries);
  }
  listing.finish();
}

inline DocumentVerdict dead(DocumentKey document, const std::string& reason, const std::string& node = "parse") {
  DocumentVerdict verdict;
  verdict.document = document;
  verdict.verdict = Verdict::dead;
  verdict.node = node;
  verdict.reason = reason;
  verdict.failure_class = FailureClass::rejected;
  verdict.message = "it would not do";
  return verdict;
}

inline DocumentVerdict filtered(DocumentKey document, const std::string& reason, const std::string& node = "gate") {
  DocumentVerdict verdict;
  verdict.document = document;
  verdict.node = node;
  verdict.reason = reason;
  return verdict;
}

inline std::vector<Batch> all_pending(const ReadStore& store) {
  std::vector<Batch> batches;
  PendingBatches pending = store.pending_batches();
  while (auto batch = pending.next()) batches.push_back(std::move(*batch));
  return batches;
}

inline std::vector<BatchId> pending_ids(const ReadStore& store) {
  std::vector<BatchId> ids;
  for (const Batch& batch : all_pending(store)) ids.push_back(batch.id);
  return ids;
}

inline Totals sum(const ReadStore& store) {
  Totals all;
  for (const Totals& totals : store.totals()) all.add(totals);
  return all;
}

class StoreFixture : public testing::Test {
 protected:
  StoreFixture() {
    Store::create(path(), {"graph", "fingerprint", "options", "0.1.0"});
    store_.emplace(path());
  }

  std::filesystem::path path() const { return directory_ / "store.sqlite"; }
  Store& store() { return *store_; }

  // As after the end of the process that wrote.
  void reopen() {
    store_.reset();
    store_.emplace(path());
  }

  void close() { store_.reset(); }

  test::TemporaryDirectory directory_;

 private:
  std::optional<Store> store_;
};

}  // namespace weir::store
