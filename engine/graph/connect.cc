#include "graph/connect.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "graph/suggestion.h"
#include "graph/table_reader.h"

namespace weir::graph {

namespace {

constexpr std::string_view kDefaultPort = "out";

bool is_kind(const NodeDraft& node, StageKind kind) { return node.stage && node.stage->kind == kind; }

bool may_be_sink(const NodeDraft& node) { return !node.stage || is_kind(node, StageKind::sink); }

std::string word_for(StageKind kind) {
  switch (kind) {
    case StageKind::source:
      return "a source";
    case StageKind::sink:
      return "a sink";
    case StageKind::fold:
      return "a fold";
    case StageKind::checkpoint:
      return "a checkpoint";
    case StageKind::transform:
      break;
  }
  return "a transform";
}

class Connector {
 public:
  Connector(std::vector<NodeDraft>& nodes, Diagnostics& diagnostics) : nodes_(nodes), diagnostics_(diagnostics) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      ids_.push_back(nodes[i].id);
      index_.emplace(nodes[i].id, i);
      taken_.emplace_back(nodes[i].bound ? nodes[i].bound->ports.size() : 0, false);
    }
    meant_.resize(nodes.size(), false);
  }

  void connect() {
    for (NodeDraft& node : nodes_) {
      for (DraftInput& input : node.from) resolve(input);
      check_repeated(node);
    }
    for (std::size_t node = 0; node < nodes_.size(); ++node) check_reached(node);
    // A graph without a sink has an open end somewhere, and is reported as that.
    if (std::all_of(nodes_.begin(), nodes_.end(), [](const NodeDraft& node) { return !may_be_sink(node); })) return;
    for (std::size_t node = 0; node < nodes_.size(); ++node) check_taken(node);
  }

 private:
  void resolve(DraftInput& input) {
    const auto found = index_.find(input.node());
    if (found == index_.end()) return report_unknown_node(input);
    const NodeDraft& source = nodes_[found->second];
    if (input.port() == kFailedPort) return resolve_failed(input, found->second);
    if (is_kind(source, StageKind::sink)) {
      return diagnostics_.add(
          {"E031", "`" + source.id + "` has no ports", input.at, "a sink: nothing leaves it", {}, {}});
    }
    if (!source.bound) return;  // its ports are not known, and why is reported
    if (const auto port = find_port(input, found->second)) {
      input.source = Input{found->second, *port};
      taken_[found->second][*port] = true;
    } else {
      meant_[found->second] = true;
    }
  }

  // The port of what a node rejects. It alone is not enough for the node's output to be taken.
  void resolve_failed(DraftInput& input, std::size_t index) {
    const NodeDraft& source = nodes_[index];
    if (is_kind(source, StageKind::transform)) {
      if (source.bound) input.source = Input{index, source.bound->ports.size()};
      return;
    }
    meant_[index] = true;
    if (!source.stage) return;  // which is reported
    diagnostics_.add({"E031",
                      "`" + source.id + "` has no port `failed`",
                      input.at,
                      word_for(source.stage->kind) + "; only transforms have that port",
                      {},
                      {"what fails in `" + source.id + "` is a dead letter: `weir dlq list` shows it"}});
  }

  void report_unknown_node(const DraftInput& input) {
    const std::string name(input.node());
    Diagnostic unknown{"E030", "unknown node `" + name + "`", input.at, "no table `[nodes." + name + "]`", {}, {}};
    if (const auto meant = nearest(name, ids_)) {
      unknown.helps.push_back(did_you_mean(*meant));
      meant_[index_.find(*meant)->second] = true;
    }
    diagnostics_.add(std::move(unknown));
  }

  // Without a name, the port is `out`, or the only one that there is.
  std::optional<std::size_t> find_port(const DraftInput& input, std::size_t node) {
    std::vector<std::string> ports = nodes_[node].bound->ports;
    const std::string_view name = input.port().empty() ? kDefaultPort : input.port();
    const auto found = std::find(ports.begin(), ports.end(), name);
    if (found != ports.end()) return static_cast<std::size_t>(found - ports.begin());
    if (input.written == nodes_[node].id && ports.size() == 1) return 0;
    const bool may_mean_failed = !input.port().empty() && is_kind(nodes_[node], StageKind::transform);
    if (may_mean_failed) ports.emplace_back(kFailedPort);

    Diagnostic unknown{"E031",   "`" + nodes_[node].id + "` has no port `" + std::string(name) + "`",
                       input.at, ports.size() == 1 ? "it has only `" + ports[0] + "`" : "it has " + enumerate(ports),
                       {},       {}};
    if (const auto meant = nearest(name, ports)) {
      unknown.helps.push_back(did_you_mean(nodes_[node].id + "." + *meant));
    }
    diagnostics_.add(std::move(unknown));
    return std::nullopt;
  }

  void check_repeated(const NodeDraft& node) {
    for (auto input = node.from.begin(); input != node.from.end(); ++input) {
      const auto same = [&](const DraftInput& other) { return other.source == input->source; };
      if (!input->source || std::find_if(node.from.begin(), input, same) == input) continue;
      diagnostics_.add({"E036",
                        "`" + node.id + "` takes from `" + input->written + "` twice",
                        input->at,
                        "each document would come twice",
                        {},
                        {}});
    }
  }

  void check_reached(std::size_t index) {
    const NodeDraft& node = nodes_[index];
    if (is_kind(node, StageKind::source)) {
      if (!node.has_from) return;
      diagnostics_.add({"E033",
                        "`" + node.id + "` is a source and takes nothing",
                        node.table->find("from")->key_at,
                        "`" + node.stage->name + "` begins documents, it does not receive them",
                        {},
                        {}});
      return;
    }
    if (std::any_of(node.from.begin(), node.from.end(), [](const auto& input) { return input.source.has_value(); })) {
      return;
    }
    // Whatever should stand there, it was probably to take from this one.
    const std::optional<std::size_t> sender = sender_before(index);
    if (sender) meant_[*sender] = true;
    if (node.has_from || !node.stage) return;
    diagnostics_.add(
        {"E034",
         "nothing reaches `" + node.id + "`",
         node.at,
         word_for(node.stage->kind) + " needs `from`",
         {},
         {"say where its documents come from: from = \"" + (sender ? nodes_[*sender].id : "NODE") + "\""}});
  }

  // The nearest node above in the file that sends to nobody yet.
  std::optional<std::size_t> sender_before(std::size_t node) const {
    while (node-- > 0) {
      const bool sends = !nodes_[node].bound || !nodes_[node].bound->ports.empty();
      if (sends && !meant_[node] && !is_taken(node)) return node;
    }
    return std::nullopt;
  }

  // Whether documents of the node find their way: by `out`, or where it has none by any port.
  bool is_taken(std::size_t node) const {
    if (!nodes_[node].bound) return false;
    const std::vector<std::string>& ports = nodes_[node].bound->ports;
    const auto out = std::find(ports.begin(), ports.end(), kDefaultPort);
    if (out != ports.end()) return taken_[node][static_cast<std::size_t>(out - ports.begin())];
    return std::find(taken_[node].begin(), taken_[node].end(), true) != taken_[node].end();
  }

  // Documents on a named port that nobody takes are filtered, with the port's name as the reason: that may be meant.
  // It is not where it concerns `out`, or every port.
  void check_taken(std::size_t index) {
    const NodeDraft& node = nodes_[index];
    if (!node.bound || meant_[index] || is_kind(node, StageKind::sink) || is_taken(index)) return;
    const std::vector<std::string>& ports = node.bound->ports;
    const bool has_out = std::find(ports.begin(), ports.end(), kDefaultPort) != ports.end();
    diagnostics_.add({"E035",
                      "nobody takes the output of `" + node.id + "`",
                      node.at,
                      has_out ? "port `out` leads nowhere" : "its ports lead nowhere: " + enumerate(ports),
                      {},
                      {"add a node with from = \"" + node.id + (has_out || ports.empty() ? "" : "." + ports.front()) +
                       "\", or take this one out"}});
  }

  std::vector<NodeDraft>& nodes_;
  Diagnostics& diagnostics_;
  std::vector<std::string> ids_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<std::vector<bool>> taken_;  // by node and port
  std::vector<bool> meant_;               // by node: an input that is wrong was probably meant to take from it
};

}  // namespace

void connect(std::vector<NodeDraft>& nodes, Diagnostics& diagnostics) { Connector(nodes, diagnostics).connect(); }

}  // namespace weir::graph
