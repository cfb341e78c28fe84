#include "batch/run.h"

#include <ctime>
#include <initializer_list>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <weir/engine_access.h>

#include "batch/call_watch.h"
#include "batch/codec.h"
#include "batch/file_bytes.h"
#include "batch/run_kinds.h"

namespace weir::batch {
namespace {

std::uint64_t nanoseconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

void run_by_kind(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch) {
  const Surroundings& around = batch.surroundings();
  const std::atomic<bool>* const stop = around.calls ? around.calls->stop_request() : around.stop;
  std::atomic<std::uint64_t>* const progress = around.calls ? around.calls->progress() : nullptr;
  for (Call* const call : std::initializer_list<Call*>{&instance.emitter, &instance.writer}) {
    EngineAccess::prepare(*call, stop, batch.granted_bytes(), around.logger, around.large_memory, progress);
  }
  switch (wiring.nodes[node].stage->kind) {
    case StageKind::source:
      run_source(wiring, node, instance, batch);
      break;
    case StageKind::transform:
      run_transform(wiring, node, instance, batch);
      break;
    case StageKind::sink:
      run_sink(wiring, node, instance, batch);
      break;
    case StageKind::fold:
    case StageKind::checkpoint:
      throw std::logic_error("a fold and a checkpoint run as two nodes, above their spool and below it");
  }
}

// Nothing of the node's work can be trusted: every source document of the batch fails here, so that none is lost.
// Entries that a source has not read yet get one each.
void fail_all(const Wiring& wiring, std::size_t node, Batch& batch, const Failure& failure) {
  if (batch.source() == node) {
    const auto& documents = batch.source_documents();
    for (std::uint32_t entry = documents.empty() ? 0 : documents.back().entry + 1; entry < batch.entries().size();
         ++entry) {
      batch.add_source_document(entry, 0, false, wiring.nodes[node].id);
    }
  }
  for (std::uint32_t position = 0; position < batch.source_documents().size(); ++position) {
    if (!batch.source_documents()[position].left_out) batch.result(node).failures.push_back({position, failure});
  }
}

void fail_inputs(const Wiring& wiring, std::size_t node, Batch& batch, const Failure& failure) {
  if (wiring.nodes[node].stage->kind == StageKind::source) {
    if (batch.source() == node) fail_all(wiring, node, batch, failure);
    return;
  }
  for (const Document& document : batch.take_inputs(node)) {
    batch.result(node).failures.push_back({document.position(), failure});
  }
}

}  // namespace

CallTimer::CallTimer(const Batch& batch, Histogram& calls) : calls_(calls), timing_(batch.surroundings().time_calls) {
  restart();
}

void CallTimer::restart() {
  if (timing_) last_ = nanoseconds(CLOCK_MONOTONIC);
}

void CallTimer::add() {
  const std::uint64_t now = nanoseconds(CLOCK_MONOTONIC);
  calls_.add(now - std::exchange(last_, now));
}

std::optional<Failure> stopped(Batch& batch) {
  if (CallWatch* const watch = batch.surroundings().calls.get()) {
    const Overrun overrun = watch->overrun();
    return Failure{FailureClass::timeout,
                   reason_of(overrun),
                   std::string("the call ended when it was asked to: ") + description_of(overrun),
                   {}};
  }
  batch.abandon();
  return std::nullopt;
}

Failure failure_of_current_exception() {
  try {
    throw;
  } catch (const SourceGone& error) {
    return {FailureClass::transient, "source.gone", error.what(), {}};
  } catch (const SourceError& error) {
    return {FailureClass::transient, "source.unreadable", error.what(), {}};
  } catch (const CodecError& error) {
    return {FailureClass::rejected, "spool.unreadable", error.what(), {}};
  } catch (const std::bad_alloc&) {
    return {FailureClass::memory, "out_of_memory", "memory could not be allocated", {}};
  } catch (const std::exception& error) {
    return {FailureClass::rejected, "exception", error.what(), {}};
  } catch (...) {
    return {FailureClass::rejected, "exception", "an exception that is not a std::exception", {}};
  }
}

void run(const Wiring& wiring, std::size_t node, Instance& instance, Batch& batch) noexcept {
  const std::uint64_t wall = nanoseconds(CLOCK_MONOTONIC);
  const std::uint64_t cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
  if (node == batch.source()) {
    batch.set_started_ms(static_cast<std::int64_t>(nanoseconds(CLOCK_REALTIME) / 1'000'000));
  }
  const Occupation occupation(batch.surroundings().slots, batch.id(), node);
  try {
    run_by_kind(wiring, node, instance, batch);
  } catch (...) {
    fail_all(wiring, node, batch, failure_of_current_exception());
  }
  if (CallWatch* const calls = batch.surroundings().calls.get()) calls->after_node();
  // An instance outlives the batch: nothing of the batch may stay in it.
  EngineAccess::reset(instance.emitter);
  EngineAccess::reset(instance.writer);
  NodeResult& result = batch.result(node);
  result.wall_ns += nanoseconds(CLOCK_MONOTONIC) - wall;
  result.cpu_ns += nanoseconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
}

void run_with(const Wiring& wiring, std::size_t node, Instances& instances, Batch& batch) noexcept {
  if (Elsewhere* const elsewhere = batch.surroundings().elsewhere; elsewhere && elsewhere->run(node, batch)) return;
  std::optional<Borrowed> instance;
  try {
    instance.emplace(instances);
  } catch (...) {
    Failure failure = failure_of_current_exception();
    failure.reason = "stage_not_made";
    return fail_inputs(wiring, node, batch, failure);
  }
  run(wiring, node, **instance, batch);
}

}  // namespace weir::batch
