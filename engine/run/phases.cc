#include "run/phases.h"

#include <algorithm>

#include "graph/edges.h"

namespace weir::run {
namespace {

constexpr std::string_view kFolded = ".folded";

int rank_of(const graph::Node& node) { return 2 * static_cast<int>(node.phase); }

}  // namespace

std::string folded_spool(const std::string& node) { return node + std::string(kFolded); }

std::string node_of_spool(const std::string& sink) {
  return sink.ends_with(kFolded) ? sink.substr(0, sink.size() - kFolded.size()) : sink;
}

Phases::Phases(const graph::Specification& specification) : specification_(specification) {
  for (std::size_t index = 0; index < specification.nodes.size(); ++index) {
    const graph::Node& node = specification.nodes[index];
    const int rank = rank_of(node);
    last_rank_ = std::max(last_rank_, rank);
    if (!graph::ends_phase(node)) continue;
    const bool folds = node.stage->kind == StageKind::fold;
    spools_.push_back({node.id, index, false, rank, rank + (folds ? 1 : 2)});
    if (folds) spools_.push_back({folded_spool(node.id), index, true, rank + 1, rank + 2});
  }
  std::stable_sort(spools_.begin(), spools_.end(),
                   [](const PhaseSpool& a, const PhaseSpool& b) { return a.filled < b.filled; });
}

int Phases::lowest_pending(const store::ReadStore& store) const {
  for (const graph::Node& node : specification_.nodes) {
    if (node.stage->kind == StageKind::source && store.has_pending(node.id)) return 0;
  }
  int lowest = last_rank_ + 1;
  for (const PhaseSpool& spool : spools_) {
    if (store.has_pending(spool.name)) lowest = std::min(lowest, spool.read);
  }
  return lowest;
}

bool Phases::is_stale(const store::ReadStore& store, int pending) const {
  const std::vector<store::Spool> stored = store.spools();
  return std::any_of(spools_.begin(), spools_.end(), [&](const PhaseSpool& spool) {
    return spool.filled >= pending && std::any_of(stored.begin(), stored.end(), [&](const store::Spool& each) {
             return each.name == spool.name && each.listed;
           });
  });
}

std::vector<std::string> Phases::spools_filled_from(int rank) const {
  std::vector<std::string> names;
  for (const PhaseSpool& spool : spools_) {
    if (spool.filled >= rank) names.push_back(spool.name);
  }
  return names;
}

std::vector<std::string> Phases::spools_read_from(int rank) const {
  std::vector<std::string> names;
  for (const PhaseSpool& spool : spools_) {
    if (spool.read >= rank) names.push_back(spool.name);
  }
  return names;
}

std::vector<std::string> Phases::sinks_below(int rank) const {
  std::vector<std::string> names;
  for (const graph::Node& node : specification_.nodes) {
    const bool writes = node.stage->kind == StageKind::sink || graph::ends_phase(node);
    if (writes && rank_of(node) > rank) names.push_back(node.id);
  }
  for (const PhaseSpool& spool : spools_) {
    if (spool.is_folded && spool.filled > rank) names.push_back(spool.name);
  }
  return names;
}

bool Phases::all_listed(const store::ReadStore& store) const {
  const std::vector<store::Spool> stored = store.spools();
  return std::all_of(spools_.begin(), spools_.end(), [&](const PhaseSpool& spool) {
    return std::any_of(stored.begin(), stored.end(),
                       [&](const store::Spool& each) { return each.name == spool.name && each.listed; });
  });
}

}  // namespace weir::run
