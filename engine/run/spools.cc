#include "run/spools.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "commit/parts.h"
#include "commit/spool_listing.h"
#include "run/divisions.h"
#include "run/exit_code.h"
#include "run/fold_pass.h"
#include "run/state_directory.h"

namespace weir::run {
namespace {

bool is_listed(const store::ReadStore& store, const std::string& spool) {
  const std::vector<store::Spool> spools = store.spools();
  return std::any_of(spools.begin(), spools.end(),
                     [&](const store::Spool& each) { return each.name == spool && each.listed; });
}

}  // namespace

SpoolFiles make_spool_files(const graph::Specification& specification) {
  SpoolFiles files;
  const Phases phases(specification);
  for (const PhaseSpool& spool : phases.spools()) files[spool.name] = std::make_shared<commit::SpoolFile>();
  return files;
}

Spools::Spools(const graph::Specification& specification, const SpoolFiles& files,
               const std::filesystem::path& run_directory, std::uint64_t granted_bytes, const Resources& resources,
               const std::atomic<bool>& stopping, std::function<void(const PhaseProgress&)> show)
    : specification_(specification),
      files_(files),
      phases_(specification),
      parts_(run_directory / "parts"),
      granted_bytes_(granted_bytes),
      resources_(resources),
      stopping_(stopping),
      show_(std::move(show)) {}

PhaseProgress Spools::left_at(const store::ReadStore& store, int rank) const {
  PhaseProgress left;
  const std::vector<store::Totals> totals = store.totals();
  for (const PhaseSpool& spool : phases_.spools()) {
    if (spool.read != rank) continue;
    const std::string& node = specification_.nodes[spool.node].id;
    left.name += (left.name.empty() ? "" : ",") + node;
    for (const store::Totals& source : totals) {
      if (source.source == spool.name) left.documents += source.pending_entries;
    }
  }
  return left;
}

bool Spools::forget_stale(store::Store& store) const {
  const int pending = phases_.lowest_pending(store);
  if (!phases_.is_stale(store, pending)) return false;
  store.forget_below(phases_.spools_filled_from(pending), phases_.sinks_below(pending));
  return true;
}

void Spools::forget_from(store::Store& store, const std::string& node) const {
  const int rank = rank_after(node);
  store.forget_below(phases_.spools_read_from(rank), phases_.sinks_below(rank - 1));
}

// Whatever is pending has a rank above what is complete; where a fold was interrupted, it comes first.
int Spools::first_rank(const store::ReadStore& store) const {
  const int pending = phases_.lowest_pending(store);
  return pending > phases_.last_rank() ? 0 : (pending + 1) / 2 * 2;
}

int Spools::last_rank(const std::string& until) const {
  return until.empty() ? phases_.last_rank() : rank_after(until) - 2;
}

int Spools::rank_after(const std::string& node) const {
  for (const PhaseSpool& spool : phases_.spools()) {
    const graph::Node& owner = specification_.nodes[spool.node];
    if (owner.id == node) return 2 * static_cast<int>(owner.phase) + 2;
  }
  throw RunError(ExitCode::usage, "no checkpoint or fold of the graph has the name `" + node + "`");
}

void Spools::open(store::Store& store) const {
  // What a fold kept that was killed when it had ended, or before.
  remove_directory(parts_.parent_path() / "folds");
  for (const PhaseSpool& spool : phases_.spools()) {
    store.add_spool(spool.name);
    const std::filesystem::path path = path_of(store, spool.name);
    files_.at(spool.name)->set_path(path);
    if (store.has_pending(spool.name)) commit::check_spool(store, {store.sink_number(spool.name), 0}, path);
  }
}

void Spools::advance(store::Store& store, int rank) const {
  for (const PhaseSpool& spool : phases_.spools()) {
    if (spool.read > rank) continue;
    if (is_listed(store, spool.name)) continue;
    if (spool.is_folded) {
      const graph::Node& node = specification_.nodes[spool.node];
      const FoldPass pass(node, *files_.at(node.id), parts_, granted_bytes_, resources_, stopping_,
                          [&](std::uint64_t taken, std::uint64_t documents) {
                            show_({node.id, documents, taken});
                          });
      if (!pass.run(store, spool.name)) return;
    }
    list(store, spool);
  }
}

std::filesystem::path Spools::path_of(store::Store& store, const std::string& spool) const {
  return parts_ / commit::part_name(spool, {store.sink_number(spool), 0});
}

void Spools::list(store::Store& store, const PhaseSpool& spool) const {
  const graph::RunSettings& settings = specification_.run;
  const CutLimits limits{settings.batch_bytes, settings.batch_documents};
  const store::ReadStore reader(store.path());
  store::ListingWriter writer = store.begin_listing(spool.name);
  std::vector<store::SpooledEntry> batch;
  std::uint64_t bytes = 0;
  const auto close = [&] {
    if (!batch.empty()) writer.add(spool.name, std::span<const store::SpooledEntry>(batch));
    batch.clear();
    bytes = 0;
  };
  commit::list_spool(reader, {store.sink_number(spool.name), 0}, path_of(store, spool.name),
                     [&](store::SpooledEntry entry) {
                       if (is_full(limits, batch.size(), bytes, entry.listed.size)) close();
                       bytes += entry.listed.size;
                       batch.push_back(std::move(entry));
                     });
  close();
  divide(specification_, {spool.name}, store, writer);
  writer.finish();
}

}  // namespace weir::run
