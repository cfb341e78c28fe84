#include "cli/run_view.h"

#include <algorithm>
#include <utility>

#include "schedule/process_memory.h"
#include "store/wall_clock.h"

namespace weir::cli {
namespace {

using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

void sort_by_count(Counts& counts) {
  std::stable_sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
}

observe::NodeView node_view(const batch::Node& node, const batch::NodeTally& tally, double seconds) {
  observe::NodeView view;
  view.id = node.id;
  view.documents_in = tally.documents_in;
  view.documents_out = tally.documents_out;
  view.p50_ns = tally.call_ns.quantile(0.5);
  view.p99_ns = tally.call_ns.quantile(0.99);
  view.failed = tally.failed;
  view.drops = by_count(tally.drops);
  const double available = seconds * 1e9 * static_cast<double>(std::max<std::size_t>(node.instances, 1));
  if (available > 0.0) view.busy = static_cast<double>(tally.wall_ns) / available;
  return view;
}

void join(observe::NodeView& upper, const observe::NodeView& lower) {
  upper.documents_in += lower.documents_in;
  upper.documents_out += lower.documents_out;
  upper.in_flight += lower.in_flight;
  upper.p50_ns = std::max(upper.p50_ns, lower.p50_ns);
  upper.p99_ns = std::max(upper.p99_ns, lower.p99_ns);
  upper.failed += lower.failed;
  upper.busy += lower.busy;
}

void add_nodes(observe::View& view, const run::Run& run, const run::Status& status) {
  const auto& nodes = run.wiring().nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    observe::NodeView node = node_view(nodes[i], status.tally.nodes[i], view.seconds);
    if (status.network) node.in_flight = status.network->running[i];
    // The halves of a checkpoint are one node to whoever wrote the graph.
    if (i > 0 && nodes[i].id == nodes[i - 1].id) {
      join(view.nodes.back(), node);
    } else {
      view.nodes.push_back(std::move(node));
    }
  }
}

std::string unit_of(std::chrono::nanoseconds per) {
  using std::chrono::hours;
  return per == hours(24) ? "day" : per == hours(1) ? "h" : per == std::chrono::minutes(1) ? "min" : "s";
}

void add_limiters(observe::View& view, const run::Status& status) {
  using std::chrono::milliseconds;
  for (const auto& [name, limiter, waited] : status.limiters) {
    observe::LimiterView shown;
    shown.name = name;
    shown.limit = limiter.limit;
    if (limiter.per.count() > 0) shown.per = unit_of(limiter.per);
    shown.used = limiter.used;
    shown.waiting = limiter.waiting;
    shown.taken = limiter.taken;
    shown.waited = std::chrono::duration<double>(waited).count();
    if (limiter.renews) {
      const auto time = limiter.renews->time_since_epoch();
      shown.renews = store::utc_time(std::chrono::duration_cast<milliseconds>(time).count());
    }
    view.limiters.push_back(std::move(shown));
  }
}

void add_listing(observe::View& view, const store::Totals& totals) {
  view.listed = totals.entries;
  view.listed_bytes = totals.bytes;
  view.committed_before = totals.entries - totals.pending_entries;
  view.committed_bytes_before = totals.bytes - totals.pending_bytes;
}

}  // namespace

Counts by_count(const std::map<std::string, std::uint64_t>& counts) {
  Counts sorted(counts.begin(), counts.end());
  sort_by_count(sorted);
  return sorted;
}

Counts by_count(const std::vector<store::ReasonCount>& counts) {
  std::map<std::string, std::uint64_t> sums;
  for (const store::ReasonCount& count : counts) sums[count.reason] += count.documents;
  return by_count(sums);
}

observe::View live_view(const run::Run& run, const std::string& graph, std::chrono::steady_clock::time_point started,
                        std::uint64_t memory_tokens) {
  const run::Status status = run.status();
  observe::View view;
  view.graph = graph;
  view.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  add_listing(view, status.before);
  view.committed = view.committed_before + status.tally.entries;
  view.committed_bytes = view.committed_bytes_before + status.tally.bytes;
  view.read = status.before.read + status.tally.read;
  view.done = status.before.done + status.tally.done;
  view.filtered = status.before.filtered + status.tally.filtered;
  view.dead = status.before.dead + status.tally.dead;
  view.retrying = status.waiting;
  view.phase = status.phase.name;
  view.phase_documents = status.phase.documents;
  view.phase_committed = status.phase.committed;
  view.memory_tokens = memory_tokens;
  view.memory_used = schedule::unreclaimable_bytes();
  if (status.network) {
    view.memory_reserved = status.network->tokens - status.network->tokens_free;
    view.waiting = status.network->waiting;
  }
  view.dead_reasons = by_count(status.tally.dead_reasons);
  add_limiters(view, status);
  add_nodes(view, run, status);
  return view;
}

observe::View final_view(const run::Run& run, const std::string& graph, double seconds, std::uint64_t memory_tokens) {
  const run::Status status = run.status();
  const store::Totals totals = run.totals();
  observe::View view;
  view.graph = graph;
  view.seconds = seconds;
  add_listing(view, status.before);
  view.committed = totals.entries - totals.pending_entries;
  view.committed_bytes = totals.bytes - totals.pending_bytes;
  view.read = totals.read;
  view.done = totals.done;
  view.filtered = totals.filtered;
  view.dead = totals.dead;
  view.ignored = totals.ignored;
  view.under_way = totals.under_way;
  view.retrying = run.store().waiting().documents;
  view.sources_balance = totals.books_balance();
  view.memory_tokens = memory_tokens;
  view.memory_used = schedule::unreclaimable_bytes();
  view.dead_reasons = by_count(run.store().dead());
  add_limiters(view, status);
  add_nodes(view, run, status);
  return view;
}

}  // namespace weir::cli
