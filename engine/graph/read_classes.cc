#include "graph/read_classes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/choice.h"
#include "graph/table_reader.h"

namespace weir::graph {
namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t kLargest = std::uint64_t{1} << 50;

// What is only for processes, and would do nothing in a thread.
void check_thread(const Element& table, Diagnostics& diagnostics) {
  for (const std::string key : {"workers", "recycle_after"}) {
    const Member* member = table.find(key);
    if (!member) continue;
    diagnostics.add({"E015",
                     "`" + key + "` is not available without isolation = \"process\"",
                     member->key_at,
                     "it would do nothing here",
                     {},
                     {"add isolation = \"process\", or take it out"}});
  }
}

SizeClass read_class(const Member& member, Diagnostics& diagnostics) {
  SizeClass size_class;
  size_class.name = member.key;
  size_class.at = member.key_at;
  TableReader reader(member.value, "a class", diagnostics);
  size_class.up_to = reader.size("up_to", 1, kLargest);
  size_class.deadline = reader.duration("deadline", std::chrono::milliseconds(1), kLongestDeadline);
  size_class.no_progress = reader.duration("no_progress", std::chrono::milliseconds(1), kLongestDeadline);
  if (const std::string* isolation = reader.string("isolation")) {
    size_class.isolated = is_process(*isolation, member.value.find("isolation")->value.at, diagnostics);
  }
  if (const auto batches = reader.integer("recycle_after", 1, 1'000'000'000)) {
    size_class.recycle_after = static_cast<std::uint64_t>(*batches);
  }
  if (const auto workers = reader.integer("workers", 1, 1024)) size_class.workers = static_cast<std::size_t>(*workers);
  reader.finish();
  if (!size_class.isolated) check_thread(member.value, diagnostics);
  return size_class;
}

// The last of them is for all that is larger than any other takes, and no two are for the same.
void check_sizes(const std::vector<SizeClass>& classes, const Location& at, Diagnostics& diagnostics) {
  for (std::size_t i = 1; i < classes.size(); ++i) {
    if (classes[i - 1].up_to != classes[i].up_to) continue;
    diagnostics.add({"E060",
                     "the classes `" + classes[i - 1].name + "` and `" + classes[i].name + "` are for the same sizes",
                     classes[i].at,
                     classes[i].up_to ? "`up_to` is the same" : "neither has `up_to`",
                     {},
                     {"each class takes what is larger than the one before; only the last has no `up_to`"}});
  }
  if (classes.empty() || !classes.back().up_to) return;
  diagnostics.add({"E061",
                   "no class takes documents larger than `" + classes.back().name + "` does",
                   at,
                   "",
                   {},
                   {"take `up_to` from the last class, or add one without"}});
}

const char* what_no_worker_has(const StageInfo& stage) {
  if (stage.needs.network) return "the network";
  if (stage.needs.exec) return "to start programs";
  if (stage.needs.shared) return "state across batches";
  return stage.waits ? "threads to wait on" : nullptr;
}

SizeClass usual_class(const char* name, std::optional<std::uint64_t> up_to, std::chrono::minutes deadline) {
  SizeClass usual;
  usual.name = name;
  usual.up_to = up_to;
  usual.deadline = deadline;
  usual.usual = true;
  return usual;
}

}  // namespace

bool is_process(const std::string& isolation, const Location& at, Diagnostics& diagnostics) {
  return choose("isolation", isolation, {"thread", "process"}, at, diagnostics) == 1;
}

void read_classes(const Element& classes, const Location& at, Specification& specification, Diagnostics& diagnostics) {
  std::vector<SizeClass>& read = specification.classes;
  for (const Member& member : *classes.table()) {
    if (member.value.table()) {
      read.push_back(read_class(member, diagnostics));
    } else {
      diagnostics.add(wrong_type(member.key, member.value, "must be a table"));
    }
  }
  std::stable_sort(read.begin(), read.end(),
                   [](const SizeClass& a, const SizeClass& b) { return a.up_to && (!b.up_to || *a.up_to < *b.up_to); });
  check_sizes(read, at, diagnostics);
}

std::vector<SizeClass> usual_classes() {
  using std::chrono::minutes;
  std::vector<SizeClass> classes{usual_class("small", 20 * kMebibyte, minutes(10)),
                                 usual_class("medium", 50 * kMebibyte, minutes(20)),
                                 usual_class("large", std::nullopt, minutes(40))};
  classes.back().isolated = true;
  return classes;
}

void check_isolation(const Specification& specification, Diagnostics& diagnostics) {
  const auto isolated = std::find_if(specification.classes.begin(), specification.classes.end(),
                                     [](const SizeClass& each) { return each.isolated && !each.usual; });
  if (isolated == specification.classes.end()) return;
  for (const Node& node : specification.nodes) {
    const char* const need = node.stage->kind == StageKind::source ? what_no_worker_has(*node.stage) : nullptr;
    if (!need) continue;
    diagnostics.add({"E062",
                     "documents of `" + node.id + "` cannot be isolated",
                     isolated->at,
                     "asks for isolation = \"process\"",
                     {"the stage `" + node.stage->name + "` needs " + need + ", which a worker does not have"},
                     {"take `isolation` out of the classes"}});
  }
}

}  // namespace weir::graph
