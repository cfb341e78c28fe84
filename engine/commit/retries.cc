#include "commit/retries.h"

#include <algorithm>
#include <utility>

#include "commit/stretch.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

std::int64_t now_ms() {
  using std::chrono::milliseconds;
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

bool is_alone_in_entry(const batch::Batch& batch, std::uint32_t position) {
  const auto& documents = batch.source_documents();
  const std::uint32_t entry = documents[position].entry;
  const bool follows = position > 0 && documents[position - 1].entry == entry;
  const bool goes_on = position + 1 < documents.size() && documents[position + 1].entry == entry;
  return !follows && !goes_on;
}

// What it dropped on its way will be dropped again, and counted then.
void take_back_drops(const batch::Batch& batch, std::uint32_t position, batch::Settlement& settlement) {
  for (batch::DropCount& count : settlement.drops) {
    for (const batch::DropAt& drop : batch.result(count.node).drops) {
      if (drop.position == position && drop.reason == count.reason) --count.count;
    }
  }
  std::erase_if(settlement.drops, [](const batch::DropCount& count) { return count.count == 0; });
}

}  // namespace

void Retries::decide(Finished& finished) {
  const batch::Batch& batch = *finished.batch;
  batch::Settlement& settlement = finished.settlement;
  std::optional<std::int64_t> started;
  if (batch.started_ms() > 0) started = batch.started_ms();
  std::vector<batch::NotDone> kept;
  for (batch::NotDone& each : settlement.not_done) {
    std::optional<std::int64_t> time;
    if (each.dead && !each.final && is_alone_in_entry(batch, each.position)) {
      time = next_time(key_of(batch, each.position), each.failure_class, started, each.retry_after);
    }
    if (!time) {
      kept.push_back(std::move(each));
      continue;
    }
    --settlement.read;
    --settlement.dead;
    take_back_drops(batch, each.position, settlement);
    settlement.again.push_back({std::move(each), *time});
  }
  settlement.not_done = std::move(kept);
}

bool Retries::set_aside(const store::Attempt& attempt) {
  const auto time = next_time(attempt.document, attempt.failure_class, attempt.started_ms, {});
  store_.set_aside(attempt, time);
  return time.has_value();
}

std::optional<std::int64_t> Retries::next_time(store::DocumentKey document, FailureClass failure,
                                               std::optional<std::int64_t> started_ms,
                                               std::optional<std::chrono::milliseconds> retry_after) {
  store::AttemptHistory history = store_.attempt_history(document);
  if (mutant("crashes_forgotten")) history.crashes = 0;
  if (mutant("attempt_counted_twice")) ++history.attempts;
  const std::int64_t now = now_ms();
  const std::int64_t first = history.first_ms.value_or(started_ms.value_or(now));
  schedule::RetryRules rules = rules_;
  if (history.allowed) rules.policy.attempts = *history.allowed;
  const schedule::Tried tried{failure, history.attempts + 1, history.crashes + (failure == FailureClass::crash ? 1 : 0),
                              std::chrono::milliseconds(now - first), retry_after};
  const auto wait = schedule::wait_before_next(rules, tried, std::uniform_real_distribution<double>()(random_));
  if (!wait) return std::nullopt;
  return now + wait->count();
}

}  // namespace weir::commit
