// No more batches of a size class under way than the class has workers: the others wait aside, and let those of other
// classes go before them. A batch is under way from when it is let in until its last node has run; the next one is let
// in with the tokens that come back then.
//
// Threads: next() is for one thread, over() may be called from any.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "graph/specification.h"
#include "store/rows.h"

namespace weir::run {

class ClassWorkers {
 public:
  // Of a class that waits aside. Where there are as many, those behind them wait too, of whatever class: a listing may
  // have more than memory holds.
  static constexpr std::size_t kMostAside = 10'000;

  explicit ClassWorkers(const std::vector<graph::SizeClass>& classes) : classes_(classes) {}

  // The next batch of `ready` that has a worker, or needs none; one that waited goes first. Nothing where there is
  // none, or none until another is over. `class_of` gives a batch's class by its number, or a greater one for none.
  std::optional<store::Batch> next(const std::function<std::optional<store::Batch>()>& ready,
                                   const std::function<std::size_t(const store::Batch&)>& class_of);

  // Its worker is free for another. Any batch.
  void over(store::BatchId batch);

 private:
  std::size_t most_of(std::size_t size_class) const;
  bool has_worker(std::size_t size_class) const;
  std::optional<store::Batch> take_waiting();
  bool is_full();

  const std::vector<graph::SizeClass>& classes_;
  std::mutex mutex_;                                         // guards all below
  std::map<std::size_t, std::deque<store::Batch>> waiting_;  // by class
  std::map<store::BatchId, std::size_t> under_way_;          // with their classes
};

}  // namespace weir::run
