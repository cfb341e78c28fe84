#include "run/explain.h"

#include <filesystem>

#include "run/as_run_errors.h"
#include "run/changes.h"

namespace weir::run {
namespace {

std::string begun(const std::vector<Listed>& listing) {
  std::size_t entries = 0;
  for (const Listed& listed : listing) entries += listed.entries.size();
  return "left       all of " + std::to_string(entries) + " documents: nothing has run yet\n";
}

std::string left(const store::ReadStore& store) {
  store::Totals all;
  for (const store::Totals& source : store.totals()) all.add(source);
  return "left       " + std::to_string(all.pending_entries) + " of " + std::to_string(all.entries) + " documents\n";
}

std::string graph_lines(const GraphChanges& changes) {
  if (changes.empty()) return "graph      as it was\n";
  return "graph      changed, which concerns " + std::to_string(changes.documents) +
         " documents: --rerun affected, --rerun all or --accept-change \"why\"\n" + describe(changes);
}

std::string input_lines(const InputChanges& changes) {
  if (changes.empty()) return "inputs     as they were listed\n";
  return "inputs     " + describe(changes) +
         ": --rerun affected reads what changed again, --rerun all lists anew; what is gone keeps its output\n";
}

}  // namespace

std::string explain(const graph::Specification& specification, const Settings& settings,
                    const std::vector<Listed>& listing) {
  const std::filesystem::path path = RunDirectory(settings.directory).store();
  if (!std::filesystem::exists(path)) return begun(listing);
  return as_run_errors([&] {
    const store::ReadStore store(path);
    const store::RunState state = store.state();
    if (!state.listed) return begun(listing);
    if (state.info.options != settings.selection.text()) {
      throw RunError(ExitCode::usage, "the run directory was begun with other inputs: " + settings.directory);
    }
    return left(store) + graph_lines(find_graph_changes(store, settings.fingerprint)) +
           input_lines(find_input_changes(store, specification, listing));
  });
}

}  // namespace weir::run
