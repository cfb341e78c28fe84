// One batch on its way through workers, as many as it takes: each that dies costs the document that it ran.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "batch/batch.h"
#include "batch/node.h"
#include "worker/process.h"
#include "worker/request.h"
#include "worker/workers.h"

namespace weir::worker {

class Errand {
 public:
  Errand(const batch::Wiring& wiring, const std::vector<bool>& isolated, batch::Batch& batch, const Limits& limits);

  // Asks a worker to run the batch. Throws StartError where workers die before they can begin, and what
  // reading a spool throws where one is damaged.
  void run(Process& process);

  // The worker has died; unless the batch is done all the same, another one must be asked.
  bool worker_died() const { return worker_died_; }
  // ... which must be one that has run nothing yet.
  bool needs_new_worker() const { return answered_before_; }
  // It was killed while its answer came: that counts, and it runs nothing more.
  bool worker_killed() const { return verdict_.has_value(); }
  // What has run is in the batch.
  bool done() const { return done_; }

 private:
  using Clock = std::chrono::steady_clock;
  using SharedEnding = std::shared_ptr<const batch::Ending>;

  void hold_inquest(Process& process);
  bool is_late(const Frame& frame) const;
  bool take_answer(Process& process, std::uint64_t bytes);
  void look_at_clock(Process& process);
  void blame(const std::optional<CallAt>& call, const Failure& failure, const SharedEnding& ending);
  bool is_possible(const CallAt& call) const;
  bool is_about(const CallAt& call, std::uint32_t position) const;
  Failure cause_of(const Death& death) const;
  void check_start(const Death& death);
  void count_blameless(const Failure& failure, const SharedEnding& ending);
  void note_time(const Board& board, const CallAt& call);
  void account_for_the_dead();
  std::chrono::milliseconds interval() const;
  void talk(Process& process);

  const batch::Wiring& wiring_;
  const std::vector<bool>& isolated_;
  batch::Batch& batch_;
  const Limits& limits_;
  std::vector<Condemned> condemned_;
  std::vector<std::uint64_t> lost_ns_;  // by node: what workers spent on the calls that they died in
  int blameless_deaths_ = 0;
  int failed_starts_ = 0;
  bool done_ = false;
  bool worker_died_ = false;

  // Of the worker that runs now.
  std::uint32_t request_ = 0;
  bool answered_before_ = false;  // it has sent an answer to an earlier request
  Clock::time_point asked_;
  std::optional<Failure> verdict_;  // why it was killed
  std::uint64_t calls_seen_ = 0;
  Clock::time_point seen_since_;
  std::uint64_t progress_seen_ = 0;
  Clock::time_point got_on_;                    // as far as was seen
  std::optional<std::uint64_t> asked_to_stop_;  // the call
};

}  // namespace weir::worker
