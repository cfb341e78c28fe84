// The batches of a pass that can run, in their order: by priority, then by their place in the listing. A batch with a
// document that depends on one without a verdict is held back until that has one.
//
// Threads: next() is for one thread, decided() may be called from another.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/read_store.h"

namespace weir::run {

class ReadyBatches {
 public:
  // All that is pending in the store, which must outlive it. While none of it is under way.
  explicit ReadyBatches(const store::ReadStore& store);

  // The next batch; nothing where there is none, or none yet: more may come of decided().
  std::optional<store::Batch> next();

  // These entries have their verdicts, durably.
  void decided(const std::vector<std::uint64_t>& entries);

 private:
  using Place = std::pair<Priority, store::BatchId>;
  struct Held {
    std::size_t unmet = 0;              // entries that it waits for
    std::optional<store::Batch> batch;  // once the walk has come by
  };

  // Looks one batch ahead, and puts those aside that are held back.
  void walk();
  void release(std::uint64_t entry);

  const store::ReadStore& store_;
  store::PendingBatches pending_;
  std::optional<store::Batch> ahead_;

  std::mutex mutex_;  // guards all below
  std::unordered_map<store::BatchId, Held> held_;
  std::unordered_map<std::uint64_t, std::vector<store::BatchId>> waiting_for_;  // by entry
  std::map<Place, store::Batch> released_;
};

}  // namespace weir::run
