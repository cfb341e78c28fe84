#include "graph/read_nodes.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "graph/checkpoint_stage.h"
#include "graph/suggestion.h"
#include "graph/table_reader.h"

namespace weir::graph {

bool is_node_name(const std::string& name) {
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '-';
  });
}

namespace {

constexpr std::uint64_t kLargestVolume = std::uint64_t{1} << 50;

class NodeReader {
 public:
  NodeReader(const Member& member, StageCatalogue& catalogue, Diagnostics& diagnostics)
      : reader_(member.value, "a node", diagnostics), catalogue_(catalogue), diagnostics_(diagnostics) {
    node_.id = member.key;
    node_.at = member.key_at;
    node_.table = &member.value;
  }

  NodeDraft read() {
    reader_.require("stage", node_.at);
    if (const std::string* stage = reader_.string("stage")) find_stage(*stage);
    if (const Element* from = reader_.any("from")) read_from(*from);
    read_parameters();
    if (const auto workers = reader_.integer("workers", 1, 1024)) node_.workers = static_cast<std::size_t>(*workers);
    if (const auto bytes = reader_.size("volume", 1, kLargestVolume)) read_volume(*bytes);
    if (const Element* takes = reader_.table("takes")) read_takes(*takes);
    read_deadline();
    reader_.finish();
    return std::move(node_);
  }

 private:
  void read_deadline() {
    node_.deadline = reader_.duration("deadline", std::chrono::milliseconds(1), kLongestDeadline);
    const bool is_kept =
        !node_.stage || (node_.stage->kind != StageKind::fold && node_.stage->kind != StageKind::checkpoint);
    if (!node_.deadline || is_kept) return;
    diagnostics_.add({"E015",
                      "`deadline` is not available for `" + node_.stage->name + "`",
                      node_.table->find("deadline")->key_at,
                      "a fold and a checkpoint are about all documents, and none of them can take too long alone",
                      {},
                      {"take it out"}});
  }

  void find_stage(const std::string& name) {
    node_.stage_at = node_.table->find("stage")->value.at;
    node_.stage = name == checkpoint_stage().name ? &checkpoint_stage() : catalogue_.find(name);
    if (node_.stage) return;

    const std::string reason = catalogue_.why_unavailable(name);
    if (!reason.empty()) {
      diagnostics_.add({"E021", "the stage `" + name + "` cannot be loaded", node_.stage_at, "", {reason}, {}});
      return;
    }
    Diagnostic unknown{"E020", "unknown stage `" + name + "`", node_.stage_at, "no plugin has such a stage", {}, {}};
    const std::optional<std::string> meant = nearest(name, catalogue_.names());
    unknown.helps.push_back((meant ? did_you_mean(*meant) + "   (" : "") + std::string("`weir list` shows all") +
                            (meant ? ")" : ""));
    diagnostics_.add(std::move(unknown));
  }

  void read_from(const Element& from) {
    node_.has_from = true;
    if (from.string()) return node_.from.push_back({*from.string(), from.at, {}});
    if (!from.list())
      return diagnostics_.add(wrong_type("from", from, "must be a node, `node.port`, or a list of them"));
    node_.has_from = !from.list()->empty();
    for (const Element& element : *from.list()) {
      if (element.string())
        node_.from.push_back({*element.string(), element.at, {}});
      else
        diagnostics_.add(wrong_type("from", element, "must hold strings: nodes, or `node.port`"));
    }
  }

  void read_parameters() {
    const Element* with = reader_.any("with");
    if (with && !with->table()) return diagnostics_.add(wrong_type("with", *with, "must be a table"));
    if (!node_.stage) return;
    node_.bound =
        bind_parameters(*node_.stage, with, with ? node_.table->find("with")->key_at : node_.stage_at, diagnostics_);
  }

  void read_volume(std::uint64_t bytes) {
    if (node_.stage && node_.stage->output != SinkOutput::volume) {
      const Element& value = node_.table->find("volume")->value;
      return diagnostics_.add({"E016",
                               "`volume` divides the file of a sink that writes one",
                               value.at,
                               "`" + node_.stage->name + "` writes none, or a file for each document, or a database",
                               {},
                               {}});
    }
    node_.volume_bytes = bytes;
  }

  void read_takes(const Element& takes) {
    TableReader reader(takes, "`takes`", diagnostics_);
    for (const Member& member : *takes.table()) {
      const auto count = reader.integer(member.key, 1, 1'000'000'000);
      node_.takes.push_back(
          {member.key, member.key_at, count ? static_cast<std::uint64_t>(*count) : 1, member.value.at});
    }
  }

  NodeDraft node_;
  TableReader reader_;
  StageCatalogue& catalogue_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::vector<NodeDraft> read_nodes(const Element& nodes, StageCatalogue& catalogue, Diagnostics& diagnostics) {
  std::vector<NodeDraft> drafts;
  for (const Member& member : *nodes.table()) {
    if (!is_node_name(member.key)) {
      diagnostics.add({"E017",
                       "`" + member.key + "` cannot name a node",
                       member.key_at,
                       "a letter, then letters, digits, `_` and `-`",
                       {},
                       {}});
    }
    if (member.value.table())
      drafts.push_back(NodeReader(member, catalogue, diagnostics).read());
    else
      diagnostics.add(wrong_type(member.key, member.value, "must be a table"));
  }
  return drafts;
}

}  // namespace weir::graph
