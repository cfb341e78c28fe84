#include "run/document_life.h"

#include <algorithm>
#include <set>
#include <utility>

#include "run/document_name.h"
#include "run/phases.h"

namespace weir::run {
namespace {

std::string outcome_of(const store::DocumentState& document) {
  if (document.verdict) return document.verdict->verdict == store::Verdict::dead ? "dead" : "filtered";
  if (!document.committed) return "pending";
  if (document.absorbed) return "absorbed";
  return document.carried ? "carried" : "done";
}

void add(SpoolStay stay, std::vector<SpoolStay>& stays) {
  const auto same = std::find_if(stays.begin(), stays.end(), [&](const SpoolStay& each) {
    return each.spool == stay.spool && each.outcome == stay.outcome && each.node == stay.node &&
           each.reason == stay.reason;
  });
  if (same == stays.end()) {
    stays.push_back(std::move(stay));
  } else {
    ++same->documents;
  }
}

// Gathers what lies in outputs, and where the documents ended, one document after the other.
class Follower {
 public:
  Follower(const store::ReadStore& store, const RunPlace& run, const graph::Specification* specification)
      : store_(store), run_(run), specification_(specification) {}

  void follow(const store::DocumentState& document) {
    if (document.verdict) ends_.insert(document.verdict->node);
    for (Place& place : places_of(store_, run_, specification_, document)) {
      ends_.insert(node_of_spool(place.sink));
      if (std::find(places_.begin(), places_.end(), place) == places_.end()) places_.push_back(std::move(place));
    }
  }

  const std::set<std::string>& ends() const { return ends_; }
  std::vector<Place> take_places() { return std::move(places_); }

 private:
  const store::ReadStore& store_;
  const RunPlace& run_;
  const graph::Specification* specification_;
  std::set<std::string> ends_;
  std::vector<Place> places_;
};

// The verdict on it is that of the books: of its own, or of what it became in a spool.
void decide(const store::ReadStore& store, DocumentLife& life) {
  life.outcome = outcome_of(life.document);
  life.verdict = life.document.verdict;
  const auto below = store.origin_outcome(life.document.key);
  if (!below || life.verdict || life.outcome == "pending") return;
  life.outcome = below->outcome;
  if (below->decided_by) life.verdict = store.document_state({*below->decided_by, 0}).verdict;
}

}  // namespace

DocumentLife life_of(const store::ReadStore& store, const RunPlace& run, const graph::Specification* specification,
                     store::DocumentKey document) {
  DocumentLife life;
  life.document = store.document_state(document);
  decide(store, life);
  for (const store::Dependency& each : store.dependencies(document.entry)) {
    const store::DocumentState other = store.document_state({each.depends_on, 0});
    life.depends_on.push_back({name_of(other.entry.listed), outcome_of(other)});
  }
  Follower follower(store, run, specification);
  follower.follow(life.document);
  for (const std::uint64_t entry : store.entries_from(document)) {
    const store::DocumentState spooled = store.document_state({entry, 0});
    follower.follow(spooled);
    const bool decided = spooled.verdict.has_value();
    add({spooled.source, outcome_of(spooled), decided ? spooled.verdict->node : "",
         decided ? spooled.verdict->reason : "", 1},
        life.spools);
  }
  life.places = follower.take_places();
  life.stages = stages_between(store.state().info.fingerprint, life.document.source, follower.ends());
  return life;
}

}  // namespace weir::run
