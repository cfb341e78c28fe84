#include "run/blame.h"

#include <algorithm>
#include <csignal>
#include <optional>
#include <string>
#include <utility>

#include "batch/ending.h"
#include "run/crash_report.h"
#include "run/watchdog.h"

namespace weir::run {
namespace {

// A batch that is still to be committed; nothing where there is none of that number.
std::optional<store::Batch> pending_batch(const store::ReadStore& store, store::BatchId id) {
  store::PendingBatches pending = store.pending_batches();
  for (std::optional<store::Batch> batch = pending.next(); batch; batch = pending.next()) {
    if (batch->id == id) return batch;
  }
  return std::nullopt;
}

// Where the place is one that runs with the batch.
std::optional<store::DocumentKey> document_at(const store::Batch& batch, batch::Place place) {
  if (batch.only) return batch.only;
  const store::DocumentKey document{batch.first_entry + place.entry, place.ordinal};
  const bool left = std::binary_search(batch.left_out.begin(), batch.left_out.end(), document);
  return left || document.entry > batch.last_entry ? std::nullopt : std::optional(document);
}

bool is_of_time(int signal) { return signal == kOutOfTime || signal == kStandsStill; }

store::Attempt attempt_of(store::DocumentKey document, store::BatchId batch, const std::string& node, int signal) {
  store::Attempt attempt;
  attempt.document = document;
  attempt.batch = batch;
  attempt.node = node;
  if (is_of_time(signal)) {
    const batch::Overrun overrun = signal == kOutOfTime ? batch::Overrun::deadline : batch::Overrun::no_progress;
    attempt.failure_class = FailureClass::timeout;
    attempt.reason = batch::reason_of(overrun);
    attempt.message = "`" + node + "` did not stop at this document when " + batch::description_of(overrun) +
                      ": the engine ended itself";
    return attempt;
  }
  attempt.failure_class = signal == SIGKILL ? FailureClass::memory : FailureClass::crash;
  attempt.reason = signal == SIGKILL ? "killed" : signal_name(signal);
  attempt.message = "the engine died of " + signal_name(signal) + " while `" + node + "` had this document";
  return attempt;
}

class Inquest {
 public:
  // `seen`: the signal that somebody saw the engine die of, or 0.
  Inquest(const store::ReadStore& store, commit::Retries& retries, const batch::Wiring& wiring, int seen,
          Logger& logger)
      : store_(store), retries_(retries), wiring_(wiring), seen_(seen), logger_(logger) {}

  void hear(const batch::Occupant& occupant, int signal) {
    if (occupant.node >= wiring_.nodes.size()) return;
    const std::optional<store::Batch> batch = pending_batch(store_, occupant.batch);
    if (!batch) return;
    const auto document = document_at(*batch, occupant.place);
    if (signal != 0 && document) {
      store::Attempt attempt = attempt_of(*document, batch->id, wiring_.nodes[occupant.node].id, signal);
      attempt.exit = batch::exit_of_signal(seen_ != 0 ? seen_ : signal);
      convict(attempt);
      ++blamed_.set_aside;
    } else {
      blamed_.suspects.insert(batch->id);
    }
  }

  Blamed finding() && { return std::move(blamed_); }

 private:
  void convict(const store::Attempt& attempt) {
    const bool runs_again = retries_.set_aside(attempt);
    const std::vector<store::Entry> entries = store_.entries(attempt.document.entry, attempt.document.entry);
    logger_.write(LogLevel::warning, attempt.message + ": " + (entries.empty() ? "" : entries.front().listed.path) +
                                         (runs_again ? ": it runs once more, alone" : ": it is dead"));
  }

  const store::ReadStore& store_;
  commit::Retries& retries_;
  const batch::Wiring& wiring_;
  const int seen_;
  Logger& logger_;
  Blamed blamed_;
};

}  // namespace

Blamed blame(const store::ReadStore& store, commit::Retries& retries, const batch::Wiring& wiring, const Death& death,
             Logger& logger) {
  Inquest inquest(store, retries, wiring, death.signal, logger);
  // Of a document that was out of time no other is guilty.
  const bool of_time = std::any_of(death.at.begin(), death.at.end(),
                                   [](const batch::Occupant& occupant) { return is_of_time(occupant.signal); });
  for (const batch::Occupant& occupant : death.at) {
    if (of_time && !is_of_time(occupant.signal)) continue;
    const bool killed_alone = death.signal == SIGKILL && death.at.size() == 1;
    const int signal = occupant.signal == 0 && killed_alone ? SIGKILL : occupant.signal;
    inquest.hear(occupant, signal);
  }
  return std::move(inquest).finding();
}

}  // namespace weir::run
