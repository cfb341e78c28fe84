#include "run/run.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <new>
#include <set>
#include <utility>

#include "batch/serial_engine.h"
#include "batch/settle.h"
#include "run/as_run_errors.h"
#include "run/governing.h"
#include "run/node_resources.h"
#include "run/wiring.h"
#include "run/worker_program.h"

namespace weir::run {
namespace {

// By their numbers: all that do not run again.
std::vector<std::uint64_t> decided_entries(const batch::Batch& batch, const batch::Settlement& settlement) {
  std::set<std::uint32_t> again;
  for (const batch::RunAgain& each : settlement.again) {
    again.insert(batch.source_documents()[each.failure.position].entry);
  }
  std::vector<std::uint64_t> entries;
  for (std::uint32_t i = 0; i < batch.entries().size(); ++i) {
    if (!batch.entries()[i].left_out && !again.contains(i)) entries.push_back(batch.entries()[i].ordinal);
  }
  return entries;
}

store::Totals sum(const std::vector<store::Totals>& sources) {
  store::Totals all;
  for (const store::Totals& source : sources) {
    if (!source.is_spool) all.add(source);
  }
  return all;
}

}  // namespace

Run::Run(const graph::Specification& specification, Settings settings, Logger& logger)
    : specification_(specification),
      settings_(std::move(settings)),
      logger_(logger),
      directory_(settings_.directory),
      spool_files_(make_spool_files(specification)),
      wiring_(make_wiring(specification, settings_.serial ? 1 : settings_.threads, spool_files_)),
      large_memory_(settings_.directory, &logger_),
      resources_(std::make_unique<NodeResources>(specification.base_directory, logger)),
      spools_(specification, spool_files_, directory_.root(), settings_.memory_tokens, *resources_, stopping_,
              [this](const PhaseProgress& fold) {
                const std::scoped_lock lock(mutex_);
                phase_ = fold;
              }),
      tally_(wiring_.nodes.size()) {}

Run::~Run() = default;

// On the committer's thread.
void Run::committed(const batch::Batch& batch, const batch::Settlement& settlement) {
  bool stops = false;
  {
    const std::scoped_lock lock(mutex_);
    waiting_ += settlement.again.size();
    foresight_->add(wiring_, batch);
    if (ready_) ready_->decided(decided_entries(batch, settlement));
    if (wiring_.nodes[batch.source()].spool.empty()) {
      tally_.add(batch, settlement);
    } else {
      tally_.add_work(batch, settlement);
      phase_.committed += batch.entries().size() - settlement.again.size();
      for (const batch::NotDone& each : settlement.not_done) {
        const Origin& origin = batch.source_documents()[each.position].origin;
        if (each.dead) dead_below_.emplace(origin.entry, origin.ordinal);
      }
    }
    const std::uint64_t dead = before_.dead_and_not_ignored() + tally_.dead + dead_below_.size();
    stops = dead > max_dead();
  }
  settings_.progressed();
  // Some that were dead when it began may have been taken back since.
  if (stops && too_many_dead()) stop();
}

bool Run::complete() const {
  return as_run_errors(
      [&] { return store_->all_committed() && spools_.phases().all_listed(*store_) && committer_->all_published(); });
}

void Run::execute() {
  as_run_errors([&] {
    load_stages();
    store_->begin_session(static_cast<std::uint64_t>(::getpid()));
    if (settings_.overwrite) note_that_it_overwrites();
    if (!settings_.serial) make_isolation();
    make_limiters();
    make_batch_factory();
    const int last = spools_.last_rank(settings_.until);
    for (int rank = spools_.first_rank(*store_); rank <= last && !stopped(); rank += 2) {
      if (rank > 0) spools_.advance(*store_, rank);
      if (rank > 0) show_phase(rank);
      if (!stopped()) execute_phase();
    }
    if (!settings_.until.empty() && !stopped()) {
      spools_.advance(*store_, last + 2);
      reached_until_ = !stopped();
    }
    const bool all = store_->all_committed() && spools_.phases().all_listed(*store_);
    if (all) committer_->publish();
    store_->end_session(all ? "complete" : "stopped");
  });
}

// What a stage needs and does not find is the graph's affair, and told before anything runs.
void Run::load_stages() {
  for (const batch::Node& node : wiring_.nodes) {
    try {
      instances_.push_back(std::make_unique<batch::Instances>(node, *resources_));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      throw RunError(ExitCode::graph, "the node `" + node.id + "` cannot begin: " + error.what());
    }
  }
}

void Run::note_that_it_overwrites() {
  const std::string what = "--overwrite: outputs may replace what others have written";
  logger_.write(LogLevel::warning, what);
  store::DecisionRecord decision;
  decision.why = what;
  store_->accept(decision, store_->state().info.fingerprint);
}

void Run::make_isolation() {
  isolation_ = std::make_unique<Isolation>(
      specification_, wiring_,
      worker_program(settings_.graph_words, settings_.fingerprint, directory_.large_texts().string(), spool_files_));
}

void Run::make_limiters() {
  if (specification_.limiters.empty()) return LimiterFile::remove(directory_.root());
  auto limiters = std::make_unique<CallLimiters>(
      directory_.root(), specification_, wiring_, store_->quotas(), !resumed_,
      CallLimiters::Outlets{.record =
                                [this](const store::QuotaUse& use) {
                                  return committer_->write_down(
                                      [&use](store::Store& store) { store.record_quota(use); });
                                },
                            .exhausted =
                                [this](const std::string& sentence) {
                                  logger_.write(LogLevel::error, sentence);
                                  end_with(std::make_exception_ptr(RunError(ExitCode::resumable, sentence)));
                                }});
  const std::scoped_lock lock(mutex_);
  limiters_ = std::move(limiters);
  if (stopped()) limiters_->stop();
}

void Run::make_batch_factory() {
  batches_.emplace(specification_, wiring_,
                   BatchFactory::Common{.memory_tokens = settings_.memory_tokens,
                                        .terms = settings_.terms,
                                        .logger = &logger_,
                                        .large_memory = &large_memory_,
                                        .end_run = &end_run_,
                                        .slots = slot_file_->slots(),
                                        .isolation = isolation_.get(),
                                        .gate = limiters_.get(),
                                        .watchdog = &watchdog_});
}

void Run::show_phase(int rank) {
  PhaseProgress left = spools_.left_at(*store_, rank);
  const std::scoped_lock lock(mutex_);
  phase_ = std::move(left);
}

void Run::execute_phase() {
  committer_->start();
  execute_suspects();
  // A pass can reopen batches: a document that loses its file name to an earlier one leaves its batch. Or it leaves
  // some behind whose documents are to run again.
  do {
    wait_for_retries();
    execute_pass();
  } while (!stopped() && !committer_->drained_all());
  if (limiters_) limiters_->settle();
  committer_->finish();
  model_->save();
  const std::scoped_lock lock(mutex_);
  if (error_) std::rethrow_exception(error_);
}

// What may have ended the engine before this one, so that it shows which it was.
void Run::execute_suspects() {
  if (suspects_.empty()) return;
  logger_.write(LogLevel::warning, std::to_string(suspects_.size()) +
                                       " batches were under way when the engine ended: they run first, one at a time");
  begin_pass();
  run_serially();
  committer_->drained_all();
  end_pass();
  suspects_.clear();
}

void Run::wait_for_retries() {
  using std::chrono::milliseconds;
  const auto next = store::ReadStore(directory_.store()).waiting().next_ms;
  if (!next || *next == 0) return;
  const std::chrono::system_clock::time_point time{milliseconds(*next)};
  std::unique_lock lock(mutex_);
  // By the time of day, since the wait may outlive the process; bit by bit, since that may be set.
  while (!stopped() && std::chrono::system_clock::now() < time) {
    stop_wanted_.wait_for(lock, std::min<std::chrono::system_clock::duration>(time - std::chrono::system_clock::now(),
                                                                              std::chrono::seconds(1)));
  }
}

void Run::begin_pass() {
  reader_ = std::make_unique<store::ReadStore>(directory_.store());
  class_workers_.reset();
  const auto is_bounded = [](const graph::SizeClass& each) { return each.workers > 0; };
  const bool bounded = std::any_of(specification_.classes.begin(), specification_.classes.end(), is_bounded);
  if (bounded && !settings_.serial) class_workers_.emplace(specification_.classes);
  const std::scoped_lock lock(mutex_);
  waiting_ = reader_->waiting().documents;
  ready_.emplace(*reader_);
}

void Run::end_pass() {
  const std::scoped_lock lock(mutex_);
  ready_.reset();
  reader_.reset();
}

void Run::execute_pass() {
  begin_pass();
  if (settings_.serial) {
    run_serially();
  } else {
    run_network();
  }
  end_pass();
}

void Run::run_serially() {
  // Where none is ready, one may be once all that ran is committed.
  const auto next = [this] {
    std::unique_ptr<batch::Batch> batch = next_batch();
    if (batch || stopped()) return batch;
    committer_->drained_all();
    return next_batch();
  };
  batch::run_all_serially(wiring_, instances_, next, [this](std::unique_ptr<batch::Batch> batch) {
    finished({std::move(batch), nullptr});
  });
}

void Run::run_network() {
  const flow::Settings settings{.threads = settings_.threads,
                                .memory_tokens = settings_.memory_tokens,
                                .batches_in_flight = batches_in_flight(),
                                .model = &model_->model(),
                                .oversize_alone = specification_.oversize_alone};
  {
    const std::scoped_lock lock(mutex_);
    network_ = std::make_unique<flow::Network>(
        wiring_, instances_, settings, [this] { return next_batch(); },
        [this](flow::Admitted admitted) { finished(std::move(admitted)); });
    if (stopped()) network_->stop();
  }
  const Governing governing({.budget = settings_.memory_tokens,
                             .usable = settings_.memory_usable,
                             .patience = specification_.memory_patience},
                            settings_.memory_footprint, *network_, logger_, end_run_);
  network_->run();
  const std::scoped_lock lock(mutex_);
  network_.reset();
}

// A batch is in flight until it is durable. So there are enough for threads to work on while the disk is waited for,
// and for every call that may be made at a time; what they may hold, tokens bound.
std::size_t Run::batches_in_flight() const {
  constexpr std::size_t kForEachThread = 8;
  if (specification_.run.batches_in_flight > 0) return specification_.run.batches_in_flight;
  std::size_t batches = kForEachThread * settings_.threads;
  for (const batch::Node& node : wiring_.nodes) {
    if (node.stage->waits) batches += node.instances;
  }
  return batches;
}

std::optional<store::Batch> Run::next_ready() {
  if (!suspects_.empty()) {
    std::optional<store::Batch> next = ready_->next();
    while (next && !suspects_.contains(next->id)) next = ready_->next();
    return next;
  }
  if (!class_workers_) return ready_->next();
  return class_workers_->next([this] { return stopped() ? std::nullopt : ready_->next(); },
                              [this](const store::Batch& batch) { return batches_->class_of(batch, *reader_); });
}

std::unique_ptr<batch::Batch> Run::next_batch() {
  if (stopped()) return nullptr;
  const std::optional<store::Batch> next = next_ready();
  if (!next) return nullptr;
  if (next->waited) {
    const std::scoped_lock lock(mutex_);
    if (waiting_ > 0) --waiting_;
  }
  return batches_->make(*next, *reader_, suspects_.contains(next->id));
}

// On an engine thread, several at a time.
void Run::finished(flow::Admitted admitted) {
  if (class_workers_) class_workers_->over(admitted.batch->id());
  if (admitted.batch->abandoned()) return;  // as if it had never been let in
  batch::Settlement settlement = batch::settle(wiring_, *admitted.batch);
  committer_->submit({std::move(admitted.batch), std::move(settlement), std::move(admitted.tokens)});
}

std::optional<Prediction> Run::prediction() const {
  const std::scoped_lock lock(mutex_);
  return foresight_ ? foresight_->prediction() : std::nullopt;
}

void Run::remember(std::uint64_t wall_ns, std::uint64_t peak_bytes) {
  const std::scoped_lock lock(mutex_);
  std::map<std::string, std::uint64_t> busy_ns;
  for (std::size_t node = 0; node < wiring_.nodes.size(); ++node) {
    busy_ns[wiring_.nodes[node].id] += tally_.nodes[node].wall_ns;
  }
  model_->model().add(foresight_->session(wall_ns, peak_bytes), busy_ns);
  model_->save();
}

void Run::end_with(const std::exception_ptr& error) {
  {
    const std::scoped_lock lock(mutex_);
    if (!error_) error_ = error;
  }
  stop();
}

void Run::stop() noexcept {
  stopping_.store(true);
  const std::scoped_lock lock(mutex_);
  if (network_) network_->stop();
  if (limiters_) limiters_->stop();
  stop_wanted_.notify_all();
}

Status Run::status() const {
  const std::scoped_lock lock(mutex_);
  Status status;
  status.tally = tally_;
  if (network_) status.network = network_->status();
  status.before = before_;
  status.phase = phase_;
  status.waiting = waiting_;
  if (limiters_) status.limiters = limiters_->status();
  return status;
}

bool Run::too_many_dead() const { return totals().dead_and_not_ignored() > max_dead(); }

std::uint64_t Run::max_dead() const {
  return settings_.max_dead ? settings_.max_dead->of(before_.entries) : std::numeric_limits<std::uint64_t>::max();
}

store::Totals Run::totals() const { return sum(store_->totals()); }

std::uint64_t Run::lost_documents() const {
  store::DeadLetterFilter filter;
  filter.failure_class = FailureClass::lost;
  return store_->dead_letters(filter).size();
}

// Of a sink that has many volumes the first and the last.
std::vector<std::string> Run::outputs() const {
  const std::vector<store::StoredVolume> volumes = store_->volumes();
  const std::filesystem::path directory(settings_.output_directory);
  std::vector<std::string> names;
  for (const batch::Node& node : wiring_.nodes) {
    if (node.stage->kind != StageKind::sink || node.output_name.empty() || !node.spool.empty()) continue;
    if (node.stage->output != SinkOutput::volume) {
      names.push_back((directory / node.output_name).string());
      continue;
    }
    const std::uint64_t sink = store_->find_sink(node.id).value_or(0);
    std::vector<std::string> own;
    for (const store::StoredVolume& volume : volumes) {
      if (volume.key.sink == sink) own.push_back((directory / volume.name).string());
    }
    if (own.size() > 2) own.erase(own.begin() + 1, own.end() - 1);
    names.insert(names.end(), own.begin(), own.end());
  }
  return names;
}

}  // namespace weir::run
