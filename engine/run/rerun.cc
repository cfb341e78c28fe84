#include "run/rerun.h"

#include "run/changes.h"
#include "run/exit_code.h"

namespace weir::run {
namespace {

store::DecisionRecord record_of(store::Decision decision, const GraphChanges& changes) {
  store::DecisionRecord record;
  record.decision = decision;
  record.changes = changes.changes;
  return record;
}

[[noreturn]] void ask(const GraphChanges& changes) {
  std::string text = "the graph has changed since the run began:\n" + describe(changes);
  text += "choose what becomes of the " + std::to_string(changes.documents) + " documents that ran before:\n";
  text += "  --rerun affected        runs again what that concerns\n";
  text += "  --rerun all             lists the inputs anew and runs everything\n";
  text += "  --accept-change \"why\"   keeps them as they are, and remembers why\n";
  text += "or use --fresh to start over, or --directory for another run";
  throw RunError(ExitCode::graph, text);
}

void accept(store::Store& store, const std::string& fingerprint, const GraphChanges& changes, const std::string& why) {
  if (changes.source_gone) {
    throw RunError(ExitCode::graph,
                   "a source of the run is gone from the graph, so that what it listed cannot be read:\n" +
                       describe(changes) + "use --rerun all");
  }
  store::DecisionRecord record = record_of(store::Decision::accepted, changes);
  record.why = why;
  store.accept(record, fingerprint);
}

void rerun_affected(store::Store& store, const std::string& fingerprint, const GraphChanges& changes,
                    const InputChanges& inputs) {
  store.retouch(inputs.touched);
  if (changes.empty() && inputs.changed.empty()) return;
  store::DecisionRecord record = record_of(store::Decision::rerun_affected, changes);
  record.inputs = inputs.changed.size();
  store.forget({{changes.sources.begin(), changes.sources.end()}, inputs.changed}, record, fingerprint);
}

}  // namespace

std::optional<store::DecisionRecord> settle_changes(store::Store& store, const graph::Specification& specification,
                                                    const std::string& fingerprint, const Choice& choice,
                                                    const std::function<std::vector<Listed>()>& list) {
  const GraphChanges changes = find_graph_changes(store, fingerprint);
  if (choice.rerun == Rerun::all || (choice.rerun == Rerun::affected && changes.listing)) {
    return record_of(store::Decision::rerun_all, changes);
  }
  if (choice.rerun == Rerun::affected) {
    rerun_affected(store, fingerprint, changes, find_input_changes(store, specification, list()));
  } else if (!changes.empty()) {
    const bool harmless = changes.documents == 0 && !changes.listing;
    if (!choice.accept && !harmless) ask(changes);
    accept(store, fingerprint, changes, choice.accept.value_or("nothing of it had run yet"));
  }
  return std::nullopt;
}

}  // namespace weir::run
