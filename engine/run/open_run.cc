// How a run comes to be, or goes on: the part of Run before anything is executed.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commit/retries.h"
#include "run/as_run_errors.h"
#include "run/blame.h"
#include "run/books_check.h"
#include "run/listing_check.h"
#include "run/listing_digest.h"
#include "run/record_listing.h"
#include "run/run.h"

namespace weir::run {
namespace {

constexpr const char* kVersion = WEIR_VERSION;

}  // namespace

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
    foresight_.emplace(model_->model(), settings_.serial ? 1 : specification_.run.at_once(settings_.threads),
                       settings_.memory_tokens, settings_.memory_footprint);
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
    record_listing(specification_, *listing, *store, store->begin_listing_anew(*decision, settings_.fingerprint));
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
  record_listing(specification_, *listing, *store_, store_->begin_listing());
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

}  // namespace weir::run
