#include "run/plan.h"

#include <weir/units.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "flow/expected.h"
#include "flow/needs.h"
#include "run/as_run_errors.h"
#include "run/explain.h"
#include "run/remaining.h"
#include "run/run_directory.h"
#include "run/wiring.h"
#include "worker/isolated_nodes.h"

namespace weir::run {
namespace {

namespace fs = std::filesystem;
using Bound = schedule::Forecast::Bound;

class Planner {
 public:
  Planner(const graph::Specification& specification, const Settings& settings, const schedule::CostModel& model)
      : specification_(specification),
        settings_(settings),
        threads_(specification.run.at_once(settings.threads)),
        model_(model),
        wiring_(make_wiring(specification, settings.threads, make_spool_files(specification))),
        needs_(wiring_, &model_, specification.oversize_alone),
        outlook_(model.outlook()),
        forecast_(threads_, settings.memory_tokens),
        classes_(specification.classes.size() + 1) {
    for (std::size_t i = 0; i < classes_.size(); ++i) name(classes_[i], i);
    for (std::size_t node = 0; node < wiring_.nodes.size(); ++node) {
      const bool is_source = wiring_.nodes[node].stage->kind == StageKind::source;
      isolable_.push_back(is_source && worker::isolated_nodes(wiring_, node)[node]);
    }
  }

  Plan make(const std::vector<Listed>& listing) {
    plan_.what = explain(specification_, settings_, listing);
    const fs::path path = RunDirectory(settings_.directory).store();
    const auto visit = [this](const RemainingBatch& batch) { add(batch); };
    if (const auto store = fs::exists(path) ? begun(path) : nullptr) {
      visit_remaining(*store, wiring_, visit);
      find_later_phases(store.get());
    } else {
      visit_remaining(specification_, wiring_, listing, visit);
      find_later_phases(nullptr);
    }
    finish();
    return std::move(plan_);
  }

 private:
  // A listing that was never finished is as good as none.
  static std::unique_ptr<store::ReadStore> begun(const fs::path& path) {
    auto store = std::make_unique<store::ReadStore>(path);
    return store->state().listed ? std::move(store) : nullptr;
  }

  void name(PlannedClass& planned, std::size_t number) const {
    if (number == specification_.classes.size()) {
      planned.name = "all";
      return;
    }
    const graph::SizeClass& size = specification_.classes[number];
    planned.name = size.name;
    planned.up_to = size.up_to;
    planned.deadline = size.deadline;
  }

  bool is_isolated(std::size_t number, const RemainingBatch& batch) const {
    const auto& classes = specification_.classes;
    return number < classes.size() && classes[number].isolated && isolable_[batch.source];
  }

  void add(const RemainingBatch& batch) {
    const flow::Extent& extent = batch.extent;
    const flow::Need need = needs_.of(batch.source, extent, batch.entries, settings_.memory_tokens);
    const bool by_listing = extent.expected > 0 && need.tokens == extent.expected;
    const Basis from = by_listing ? Basis::expected : need.learned ? Basis::learned : Basis::declared;
    const std::size_t number = graph::class_of(specification_.classes, batch.largest.size);
    const bool isolated = is_isolated(number, batch);
    PlannedClass& planned = classes_[number];
    planned.isolated = planned.isolated || isolated;
    ++planned.batches;
    planned.documents += batch.entries;
    planned.bytes += extent.bytes;
    if (need.tokens >= planned.tokens) {
      planned.tokens = need.tokens;
      planned.tokens_from = from;
    }
    expect(batch, isolated, need, from);
  }

  void expect(const RemainingBatch& batch, bool isolated, const flow::Need& need, Basis from) {
    const auto expected = flow::expected_of(outlook_, wiring_.nodes[batch.source], isolated, batch.extent);
    const bool has_documents = batch.extent.documents > 0;
    if (!expected || batch.extent.expected > 0) {
      if (!has_documents && batch.extent.expected == 0) return;
      all_known_ = all_known_ && expected.has_value();
      plan_.peak_from = std::max(plan_.peak_from, from == Basis::learned ? Basis::declared : from);
      forecast_.add({expected ? expected->busy_ns : 0, need.tokens, need.tokens});
      return;
    }
    forecast_.add({expected->busy_ns, expected->used, need.tokens});
    output_bytes_ += expected->written;
    if (expected->busy_ns <= longest_ns_) return;
    longest_ns_ = expected->busy_ns;
    plan_.longest_document =
        batch.largest.member.empty() ? batch.largest.path : batch.largest.path + "!" + batch.largest.member;
  }

  // What they will have is known when all above is done.
  void find_later_phases(const store::ReadStore* store) {
    for (const batch::Node& node : wiring_.nodes) {
      if (node.spool.empty() || node.stage->kind != StageKind::source) continue;
      const bool listed = store && store->entry_range(node.spool).has_value();
      if (!listed && !has(plan_.later_phases, node.id)) plan_.later_phases.push_back(node.id);
    }
  }

  static bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void finish() {
    for (std::size_t number = 0; number < classes_.size(); ++number) {
      PlannedClass& planned = classes_[number];
      if (planned.batches == 0) continue;
      planned.at_once = at_once(number);
      plan_.documents += planned.documents;
      plan_.bytes += planned.bytes;
      plan_.classes.push_back(planned);
    }
    plan_.threads = settings_.threads;
    plan_.memory_tokens = settings_.memory_tokens;
    const schedule::Pace pace = model_.pace();
    plan_.peak_bytes = forecast_.peak_bytes(pace, settings_.memory_footprint);
    if (all_known_ && pace.sessions > 0) {
      plan_.wall_ns = forecast_.empty() ? 0 : forecast_.wall_ns(pace);
      plan_.output_bytes = output_bytes_;
      plan_.bound = forecast_.bound();
    }
    find_free_room();
    find_slowest_node();
    find_limiters();
    advise();
  }

  std::size_t at_once(std::size_t number) const {
    const bool bounded = number < specification_.classes.size() && specification_.classes[number].workers > 0;
    const std::size_t most = bounded ? std::min(threads_, specification_.classes[number].workers) : threads_;
    const std::uint64_t tokens = classes_[number].tokens;
    if (tokens == 0) return most;
    return static_cast<std::size_t>(std::min<std::uint64_t>(most, settings_.memory_tokens / tokens));
  }

  // In the nearest folder that there is.
  void find_free_room() {
    std::error_code error;
    fs::path folder = settings_.output_directory;
    while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
    const fs::space_info room = fs::space(folder, error);
    if (!error) plan_.free_bytes = room.available;
  }

  void find_slowest_node() {
    std::uint64_t all = 0;
    std::uint64_t most = 0;
    for (const auto& [node, busy] : model_.busy_ns()) {
      all += busy;
      if (busy <= most) continue;
      most = busy;
      plan_.slowest_node = node;
    }
    if (all > 0) plan_.slowest_share = static_cast<double>(most) / static_cast<double>(all);
  }

  void find_limiters() {
    for (std::size_t i = 0; i < specification_.limiters.size(); ++i) {
      const graph::CallLimiter& limiter = specification_.limiters[i];
      if (limiter.calls == 0) continue;
      std::uint64_t calls = 0;
      for (const graph::Node& node : specification_.nodes) {
        for (const graph::Take& take : node.takes) {
          if (take.limiter == i && node.phase == 0) calls += take.count * plan_.documents;
        }
      }
      if (calls == 0) continue;
      // The first window has begun when the first call is made.
      const std::uint64_t windows = limiter.is_window() ? (calls - 1) / limiter.calls : calls / limiter.calls;
      plan_.limiters.push_back({limiter.name, calls, limiter.per * windows});
    }
  }

  void advise() {
    const auto largest =
        std::max_element(plan_.classes.begin(), plan_.classes.end(),
                         [](const PlannedClass& a, const PlannedClass& b) { return a.tokens < b.tokens; });
    if (largest == plan_.classes.end()) return;
    if (plan_.bound == Bound::memory) {
      const std::uint64_t enough = largest->tokens * threads_ + settings_.memory_footprint;
      plan_.advice.push_back("memory holds batches back: limiters.memory.tokens = \"" + format_size(enough) +
                             "\" would let " + std::to_string(threads_) + " of the largest run at once");
    }
    if (!plan_.wall_ns)
      plan_.advice.emplace_back("`weir plan --sample 64` runs 64 documents of all sizes to learn more");
    if (plan_.output_bytes && *plan_.output_bytes > plan_.free_bytes) {
      plan_.advice.emplace_back("there is too little room for the output: publish elsewhere with --out");
    }
  }

  const graph::Specification& specification_;
  const Settings& settings_;
  const std::size_t threads_;  // that can be running batches
  const schedule::CostModel& model_;
  const batch::Wiring wiring_;
  const flow::Needs needs_;
  const schedule::Outlook outlook_;
  schedule::Forecast forecast_;
  std::vector<PlannedClass> classes_;  // by their place in the graph; the last for what none of them takes
  std::vector<bool> isolable_;         // by node
  bool all_known_ = true;
  std::uint64_t longest_ns_ = 0;
  std::uint64_t output_bytes_ = 0;
  Plan plan_;
};

}  // namespace

Plan make_plan(const graph::Specification& specification, const Settings& settings, const std::vector<Listed>& listing,
               const schedule::CostModel& model) {
  return as_run_errors([&] { return Planner(specification, settings, model).make(listing); });
}

}  // namespace weir::run
