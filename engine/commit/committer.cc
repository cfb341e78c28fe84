#include "commit/committer.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "commit/recovery.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

std::uint64_t output_bytes(const Finished& finished, const std::vector<Sink>& sinks) {
  std::uint64_t bytes = 0;
  for (const Sink& sink : sinks) {
    const batch::Encoding& encoding = finished.batch->result(sink.node).encoding;
    bytes += encoding.bytes.size();
    for (const batch::Encoding::File& file : encoding.files) bytes += file.bytes.size();
  }
  return bytes;
}

void check_name(const Sink& sink) {
  if (const auto fault = find_fault(sink.name)) {
    throw CommitError(CommitError::Kind::cannot_write,
                      "the name of an output " + *fault + ": node " + sink.id + ": " + sink.name);
  }
}

// The batch goes first: its memory is what the tokens stand for.
void let_go(Finished& finished) {
  if (mutant("tokens_kept") && finished.settlement.dead > 0) new std::shared_ptr<void>(finished.tokens);
  finished.batch.reset();
  finished.tokens.reset();
}

}  // namespace

Committer::Committer(store::Store& store, const batch::Wiring& wiring, Settings settings, Callbacks callbacks)
    : store_(store),
      settings_(std::move(settings)),
      callbacks_(std::move(callbacks)),
      sinks_(find_sinks(wiring, store)),
      parts_(settings_.run_directory, sinks_, store),
      tree_(settings_.output_directory),
      databases_(wiring, sinks_, store, tree_, settings_.overwrite),
      ballast_(settings_.run_directory),
      group_commit_(store, wiring, sinks_, parts_, tree_, databases_, ballast_) {
  for (const Sink& sink : sinks_) {
    if (sink.kind == SinkOutput::volume) check_name(sink);
  }
}

Committer::~Committer() {
  stop();
  for (Finished& finished : queue_) let_go(finished);
}

void Committer::recover() {
  commit::recover(store_, sinks_, parts_, tree_);
  databases_.recover();
}

void Committer::start() {
  ballast_.take();
  group_commit_.write_headers();
  stopping_ = false;
  thread_ = std::thread([this] { work(); });
}

void Committer::submit(Finished finished) {
  std::unique_lock lock(mutex_);
  if (error_) {
    lock.unlock();
    return let_go(finished);
  }
  queue_.push_back(std::move(finished));
  changed_.notify_all();
}

bool Committer::drained_all() {
  std::unique_lock lock(mutex_);
  wait_until_idle(lock);
  return error_ || store_.all_committed();
}

void Committer::finish() {
  {
    std::unique_lock lock(mutex_);
    wait_until_idle(lock);
  }
  stop();
  if (error_) std::rethrow_exception(error_);
  group_commit_.settle();
}

void Committer::publish() {
  if (!store_.all_committed()) throw std::logic_error("volumes are published when all batches are committed");
  ballast_.drop();
  Publisher(store_, parts_, tree_, settings_.overwrite).publish(sinks_);
  databases_.finish();
}

bool Committer::all_published() {
  const Publisher publisher(store_, parts_, tree_);
  return databases_.finished() && std::all_of(sinks_.begin(), sinks_.end(), [&](const Sink& sink) {
           return sink.kind != SinkOutput::volume || publisher.is_published(sink);
         });
}

void Committer::work() {
  for (std::vector<Finished> group = take_group(); !group.empty(); group = take_group()) {
    try {
      group_commit_.commit(group);
      for (const Finished& finished : group) callbacks_.committed(*finished.batch, finished.settlement);
      if (group_commit_.shortage()) fail(group_commit_.shortage());
    } catch (...) {
      fail(std::current_exception());
    }
    for (Finished& finished : group) let_go(finished);
  }
}

// Waits for work; nothing when there will be none.
std::vector<Finished> Committer::take_group() {
  std::unique_lock lock(mutex_);
  busy_ = false;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !queue_.empty() || stopping_; });
  std::vector<Finished> group;
  if (stopping_) return group;
  std::uint64_t bytes = 0;
  while (!queue_.empty() && group.size() < settings_.most_batches) {
    bytes += output_bytes(queue_.front(), sinks_);
    if (!group.empty() && bytes > settings_.most_bytes) break;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  busy_ = true;
  return group;
}

void Committer::fail(std::exception_ptr error) {
  std::deque<Finished> abandoned;
  {
    const std::scoped_lock lock(mutex_);
    error_ = std::move(error);
    abandoned = std::exchange(queue_, {});
  }
  callbacks_.failed();
  for (Finished& finished : abandoned) let_go(finished);
}

void Committer::wait_until_idle(std::unique_lock<std::mutex>& lock) {
  changed_.wait(lock, [this] { return queue_.empty() && !busy_; });
}

void Committer::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace weir::commit
