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
#include "run/blame.h"
#include "run/books_check.h"
#include "run/cut.h"
#include "run/divisions.h"
#include "run/governing.h"
#include "run/listing_check.h"
#include "run/listing_digest.h"
#include "run/node_resources.h"
#include "run/precedence.h"
#include "run/wiring.h"
#include "run/worker_program.h"

namespace weir::run {
namespace {

constexpr const char* kVersion = WEIR_VERSION;

// Of those that are read.
std::uint64_t largest_of(const std::vector<batch::BatchEntry>& entries) {
  std::uint64_t largest = 0;
  for (const batch::BatchEntry& entry : entries) {
    if (!entry.left_out) largest = std::max(largest, entry.listed.size);
  }
  return largest;
}

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

std::optional<std::uint64_t> in_milliseconds(const batch::Deadlines::Time& time) {
  if (!time) return std::nullopt;
  return static_cast<std::uint64_t>(time->count());
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

void Run::open(graph::Diagnostics& diagnostics) {
  as_run_errors([&] {
    directory_.make();
    run_lock_.emplace(commit::Lock::run(directory_.root()));
    if (settings_.fresh) directory_.clear();
    output_lock_.emplace(commit::Lock::output(settings_.output_directory));
    slot_file_.emplace(directory_.root());
    if (std::filesystem::exists(directory_.store())) {
      resume(diagnostics);
    }
    if (settings_.reopening && !store_) {
      throw RunError(ExitCode::usage, "nothing was run here yet: " + directory_.root().string());
    }
    if (!store_ && diagnostics.empty()) begin(diagnostics);
    if (!store_) return;
    model_.emplace(directory_.model(), user_model_file(specification_.name, settings_.fingerprint), logger_);
    foresight_.emplace(model_->model(), settings_.serial ? 1 : settings_.threads, settings_.memory_tokens,
                       settings_.memory_footprint);
    find_who_ended_it();
    if (settings_.reopening) reopened_ = reopen(*store_, *settings_.reopening);
    forget_what_is_stale();
    spools_.open(*store_);
    before_ = totals();
    open_committer();
    nothing_to_do_ = resumed_ && complete();
  });
}

// The engine before this one, where it did not end in order.
void Run::find_who_ended_it() {
  commit::Retries retries(*store_, settings_.retry);
  Blamed blamed = blame(*store_, retries, wiring_, {slot_file_->found(), settings_.died_of}, logger_);
  if (blamed.set_aside > 0) settings_.progressed();
  suspects_ = std::move(blamed.suspects);
}

// What was made of documents that are to run again is made anew, and what the user asks for.
void Run::forget_what_is_stale() {
  if (spools_.forget_stale(*store_)) {
    logger_.write(LogLevel::warning,
                  "documents above a checkpoint or fold are to run again: so is all that lies below");
  }
  if (settings_.from.empty()) return;
  logger_.write(LogLevel::warning, "--from " + settings_.from + ": all that lies below it is done again");
  spools_.forget_from(*store_, settings_.from);
}

// A store whose listing never was finished is as good as none.
void Run::resume(graph::Diagnostics& diagnostics) {
  auto store = std::make_unique<store::Store>(directory_.store());
  if (store->may_be_mixed()) {
    check_books(*store, specification_, directory_.store(), settings_.output_directory);
  }
  const store::RunState state = store->state();
  if (!state.listed) {
    store.reset();
    directory_.clear_state();
    return;
  }
  if (!settings_.reopening && state.info.options != settings_.selection.text()) {
    throw RunError(ExitCode::usage, "the run directory was begun with other inputs: " + directory_.root().string() +
                                        ": use --directory for another run, or --fresh to start over");
  }
  const auto decision = settle_changes(*store, specification_, settings_.fingerprint, settings_.choice, [this] {
    return list_sources(specification_, settings_.selection, *resources_);
  });
  listed_now_ = settings_.choice.rerun != Rerun::none;
  if (decision) {
    const auto listing = list(diagnostics);
    if (!listing) return;
    record(*listing, *store, store->begin_listing_anew(*decision, settings_.fingerprint));
  }
  store_ = std::move(store);
  resumed_ = true;
}

void Run::begin(graph::Diagnostics& diagnostics) {
  const auto listing = list(diagnostics);
  if (!listing) return;
  store::Store::create(directory_.store(),
                       {specification_.name, settings_.fingerprint, settings_.selection.text(), kVersion});
  store_ = std::make_unique<store::Store>(directory_.store());
  record(*listing, *store_, store_->begin_listing());
  // Where there is an output, there is a listing: no damage to the log can give a store that was set back to before it.
  store_->checkpoint();
  listed_now_ = true;
}

// What the sources list, checked; nothing where something is wrong with it.
std::optional<std::vector<Listed>> Run::list(graph::Diagnostics& diagnostics) const {
  if (settings_.asked_to_stop()) return std::nullopt;
  std::vector<Listed> listing = list_sources(specification_, settings_.selection, *resources_);
  check_listing(specification_, listing, settings_.memory_tokens, diagnostics);
  if (!diagnostics.empty() || settings_.asked_to_stop()) return std::nullopt;
  return listing;
}

void Run::record(const std::vector<Listed>& listing, store::Store& store, store::ListingWriter writer) const {
  std::set<std::string> sources;
  const CutLimits limits{specification_.run.batch_bytes, specification_.run.batch_documents};
  for (const Listed& listed : listing) {
    const std::string& source = specification_.nodes[listed.node].id;
    const Precedence precedence = precedence_of(listed.entries, specification_.run.priority);
    const std::uint64_t first = writer.entries();
    for (const auto& entries : cut(listed.entries, limits, precedence)) {
      writer.add(source, entries, precedence.priority(static_cast<std::size_t>(&entries[0] - &listed.entries[0])));
    }
    for (const auto& [entry, depends_on] : precedence.dependencies) {
      writer.depend(first + entry, first + depends_on, !specification_.run.runs_on_dead);
    }
    sources.insert(source);
  }
  for (const auto& [source, digest] : digests_of(specification_, listing)) writer.remember(source, digest);
  divide(specification_, sources, store, writer);
  writer.finish();
}

InputChanges Run::look_at_inputs() {
  if (listed_now_ || settings_.choice.trust_inputs) return {};
  return as_run_errors([&] {
    if (digests_now(specification_, settings_.selection, *resources_) == store_->listing_digests()) {
      return InputChanges();
    }
    const std::vector<Listed> now = list_sources(specification_, settings_.selection, *resources_);
    InputChanges changes = find_input_changes(*store_, specification_, now);
    if (!changes.touched.empty()) store_->retouch(changes.touched);
    if (changes.empty()) store_->remember_listing(digests_of(specification_, now));
    return changes;
  });
}

void Run::open_committer() {
  commit::Settings settings;
  settings.run_directory = directory_.root();
  settings.output_directory = settings_.output_directory;
  settings.overwrite = settings_.overwrite;
  settings.retry = settings_.retry;
  committer_ = std::make_unique<commit::Committer>(
      *store_, wiring_, settings,
      commit::Callbacks{
          [this](const batch::Batch& batch, const batch::Settlement& settlement) { committed(batch, settlement); },
          [this] { stop(); }});
  committer_->recover();
}

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
                                .batches_in_flight = 2 * settings_.threads,
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

std::unique_ptr<batch::Batch> Run::next_batch() {
  if (stopped()) return nullptr;
  std::optional<store::Batch> next = ready_->next();
  while (next && !suspects_.empty() && !suspects_.contains(next->id)) next = ready_->next();
  if (!next) return nullptr;
  if (next->waited) {
    const std::scoped_lock lock(mutex_);
    if (waiting_ > 0) --waiting_;
  }
  std::vector<batch::BatchEntry> entries = entries_of(*next);
  const std::size_t source = source_named(wiring_, next->source);
  Terms terms = terms_of(*next);
  if (specification_.oversize_alone && is_oversize(source, entries)) terms.isolated = true;
  const Placement place = isolation_ ? isolation_->placement_of(source, largest_of(entries), terms) : Placement();
  const std::shared_ptr<WatchedBatch> watched = place.deadlines.none() ? nullptr : watchdog_.watch(place.deadlines);
  auto batch =
      std::make_unique<batch::Batch>(next->id, source, std::move(entries), wiring_,
                                     batch::Surroundings{.logger = &logger_,
                                                         .large_memory = &large_memory_,
                                                         .end_run = &end_run_,
                                                         .slots = slot_file_->slots(),
                                                         .elsewhere = place.elsewhere,
                                                         .memory_factor = terms.memory,
                                                         .deadline_ms = in_milliseconds(place.deadlines.document),
                                                         .gate = limiters_.get(),
                                                         .calls = watched});
  batch->set_priority(next->priority);
  if (watched) watched->bind(*batch);
  // A suspect is alone, and asks nobody.
  if (suspects_.contains(next->id)) batch->set_granted_bytes(settings_.memory_tokens);
  return batch;
}

std::vector<batch::BatchEntry> Run::entries_of(const store::Batch& batch) const {
  std::vector<batch::BatchEntry> entries;
  for (store::Entry& entry : reader_->entries(batch.first_entry, batch.last_entry)) {
    const bool skipped = std::any_of(batch.left_out.begin(), batch.left_out.end(),
                                     [&](const store::DocumentKey& key) { return key.entry == entry.number; });
    entries.push_back(
        {entry.number, std::move(entry.listed), skipped, entry.spooled ? entry.spooled->checksum : std::uint64_t{0}});
  }
  for (const store::DeadDependency& dead : reader_->dead_dependencies(batch.first_entry, batch.last_entry)) {
    entries[dead.entry - batch.first_entry].listed.refusal = {
        true, store::kDependencyDead, "it depends on " + dead.name + ", which is dead: " + dead.reason};
  }
  return entries;
}

bool Run::is_oversize(std::size_t source, const std::vector<batch::BatchEntry>& entries) const {
  return std::any_of(entries.begin(), entries.end(), [&](const batch::BatchEntry& entry) {
    return !entry.left_out && !entry.listed.refusal &&
           needs_.of_document(source, entry.listed) > settings_.memory_tokens;
  });
}

Terms Run::terms_of(const store::Batch& batch) const {
  const graph::Escalation& escalation = specification_.retry.escalation;
  if (suspects_.contains(batch.id)) return {.isolated = escalation.isolated};
  if (!batch.only) return {};
  return combined(settings_.terms, terms_after(escalation, reader_->attempt_history(*batch.only)));
}

// On an engine thread, several at a time.
void Run::finished(flow::Admitted admitted) {
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
