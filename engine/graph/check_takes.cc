#include "graph/check_takes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "graph/suggestion.h"

namespace weir::graph {
namespace {

class TakesCheck {
 public:
  TakesCheck(const std::vector<CallLimiter>& limiters, Diagnostics& diagnostics)
      : limiters_(limiters), taken_(limiters.size(), false), diagnostics_(diagnostics) {
    for (const CallLimiter& limiter : limiters) names_.push_back(limiter.name);
  }

  void check(NodeDraft& node) {
    for (const DraftTake& take : node.takes) {
      if (const auto limiter = find(take)) {
        taken_[*limiter] = true;
        check_count(take, limiters_[*limiter]);
        node.resolved_takes.push_back({*limiter, take.count});
      }
    }
    std::sort(node.resolved_takes.begin(), node.resolved_takes.end(),
              [](const Take& a, const Take& b) { return a.limiter < b.limiter; });
    if (!node.takes.empty() && node.stage && !node.stage->waits) refuse(node);
  }

  void finish() {
    for (std::size_t i = 0; i < limiters_.size(); ++i) {
      if (taken_[i] || limiters_[i].most_at_once() == 0) continue;
      diagnostics_.add({"E071",
                        "nobody takes the limiter `" + limiters_[i].name + "`",
                        limiters_[i].at,
                        "it would limit nothing",
                        {},
                        {"say whose calls it limits: takes = { " + limiters_[i].name + " = 1 } in a node"}});
    }
  }

 private:
  std::optional<std::size_t> find(const DraftTake& take) {
    const auto found = std::find(names_.begin(), names_.end(), take.limiter);
    if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
    Diagnostic unknown{"E070", "unknown limiter `" + take.limiter + "`", take.at, "", {}, {}};
    unknown.label = "no table `[limiters." + take.limiter + "]`";
    if (take.limiter == "memory") {
      unknown.label = "what documents take of it follows from their sizes";
    } else if (const auto meant = nearest(take.limiter, names_)) {
      unknown.helps.push_back(did_you_mean(*meant));
      taken_[static_cast<std::size_t>(std::find(names_.begin(), names_.end(), *meant) - names_.begin())] = true;
    }
    diagnostics_.add(std::move(unknown));
    return std::nullopt;
  }

  void check_count(const DraftTake& take, const CallLimiter& limiter) {
    const std::uint64_t most = limiter.most_at_once();
    if (most == 0 || take.count <= most) return;
    const bool bucket = limiter.tokens == 0 && !limiter.is_window();
    diagnostics_.add(
        {"E073",
         "a call takes more of `" + take.limiter + "` than it ever has at once",
         take.count_at,
         "it has " + std::to_string(most) + (bucket ? ", its `burst`" : ""),
         {"the call would wait for ever"},
         {bucket ? "set limiters." + take.limiter + ".burst = " + std::to_string(take.count)
                 : "take less, or raise limiters." + take.limiter + (limiter.tokens ? ".tokens" : ".rate")}});
  }

  void refuse(const NodeDraft& node) {
    diagnostics_.add({"E072",
                      "`" + node.id + "` cannot take a limiter",
                      node.takes.front().at,
                      "the stage `" + node.stage->name + "` does not wait on anything outside",
                      {"limiters are taken around the calls of stages that say that they wait"},
                      {"take `takes` out; `workers` bounds how many calls such a node makes at a time"}});
  }

  const std::vector<CallLimiter>& limiters_;
  std::vector<bool> taken_;  // by limiter, also where it was probably meant
  std::vector<std::string> names_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_takes(std::vector<NodeDraft>& drafts, const std::vector<CallLimiter>& limiters, Diagnostics& diagnostics) {
  TakesCheck check(limiters, diagnostics);
  for (NodeDraft& draft : drafts) check.check(draft);
  check.finish();
}

}  // namespace weir::graph
