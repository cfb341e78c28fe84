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
  for (const Sink& sink : sinks) bytes += finished.batch->result(sink.node).encoding.size();
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
      volumes_(divide(sinks_, store)),
      parts_(settings_.run_directory, volumes_, store),
      tree_(settings_.output_directory),
      databases_(wiring, sinks_, store, tree_, settings_.overwrite),
      ballast_(settings_.run_directory),
      retries_(store, settings_.retry),
      group_commit_(store, wiring, sinks_, parts_, tree_, databases_, ballast_, retries_, settings_.overwrite) {
  for (const Sink& sink : sinks_) {
    if (sink.kind == SinkOutput::volume) check_name(sink);
  }
}

Committer::~Committer() {
  stop();
  for (Finished& finished : queue_) let_go(finished);
}

void Committer::recover() {
  commit::recover(store_, volumes_, parts_, tree_);
  databases_.recover();
  // Volumes may all have been published before the end of the run that left it.
  if (store_.all_committed()) ballast_.drop();
}

void Committer::start() {
  ballast_.take();
  volumes_ = divide(sinks_, store_);
  parts_.add(volumes_, store_);
  group_commit_.begin();
  publish_complete(volumes_);
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

bool Committer::write_down(const std::function<void(store::Store&)>& write) {
  std::unique_lock lock(mutex_);
  Errand errand{write};
  errands_.push_back(&errand);
  changed_.notify_all();
  changed_.wait(lock, [&] { return errand.over; });
  return errand.written;
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
  volumes_ = divide(sinks_, store_);
  Publisher(store_, parts_, tree_, settings_.overwrite).publish(volumes_);
  databases_.finish();
}

bool Committer::all_published() {
  const Publisher publisher(store_, parts_, tree_);
  const std::vector<Sink> volumes = divide(sinks_, store_);
  return databases_.finished() && store_.surplus_publications().empty() &&
         std::all_of(volumes.begin(), volumes.end(), [&](const Sink& volume) {
           return volume.kind != SinkOutput::volume || publisher.is_published(volume);
         });
}

void Committer::work() {
  for (std::vector<Finished> group = take_group(); !group.empty(); group = take_group()) {
    try {
      group_commit_.commit(group);
      for (const Finished& finished : group) callbacks_.committed(*finished.batch, finished.settlement);
      const std::vector<Sink> touched = group_commit_.volumes_of(group);
      for (Finished& finished : group) let_go(finished);
      if (group_commit_.shortage()) {
        fail(group_commit_.shortage());
      } else {
        publish_complete(touched);
      }
    } catch (...) {
      for (Finished& finished : group) let_go(finished);
      fail(std::current_exception());
    }
  }
}

void Committer::publish_complete(const std::vector<Sink>& volumes) {
  Publisher(store_, parts_, tree_, settings_.overwrite).publish_complete(volumes);
}

// Waits for work; nothing when there will be none.
std::vector<Finished> Committer::take_group() {
  std::unique_lock lock(mutex_);
  busy_ = false;
  changed_.notify_all();
  for (;;) {
    changed_.wait(lock, [this] { return !queue_.empty() || !errands_.empty() || stopping_; });
    if (errands_.empty()) break;
    run_errands(lock);
  }
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

void Committer::run_errands(std::unique_lock<std::mutex>& lock) {
  busy_ = true;
  for (Errand* const errand : std::exchange(errands_, {})) {
    if (!error_ && !stopping_) {
      lock.unlock();
      try {
        errand->write(store_);
        errand->written = true;
      } catch (...) {
        fail(std::current_exception());
      }
      lock.lock();
    }
    errand->over = true;
  }
  busy_ = false;
  changed_.notify_all();
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
