#include "graph/parse.h"

#include <weir/name.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <utility>

#include "graph/check_output_names.h"
#include "graph/check_takes.h"
#include "graph/connect.h"
#include "graph/environment.h"
#include "graph/order.h"
#include "graph/phases.h"
#include "graph/read_classes.h"
#include "graph/read_nodes.h"
#include "graph/read_retry.h"
#include "graph/read_settings.h"
#include "graph/read_toml.h"
#include "graph/set_keys.h"
#include "graph/table_reader.h"

namespace weir::graph {

namespace {

namespace fs = std::filesystem;

// More is no graph, but a mistake in the command.
constexpr std::size_t kLargestFile = std::size_t{1} << 20;

// Null where it cannot be read; then `why` says so.
std::optional<std::string> read_file(const std::string& path, std::string& why) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    why = std::strerror(errno);
    return std::nullopt;
  }
  std::string text(kLargestFile + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get())) {
    why = std::strerror(errno);
    return std::nullopt;
  }
  if (text.size() <= kLargestFile) return text;
  why = "it is larger than 1 MiB, so it is hardly a graph";
  return std::nullopt;
}

Location whole(const std::string& file) { return {file, {}, {}}; }

std::string name_from(const std::string& file) { return safe_name(fs::path(file).stem().string()); }

// A graph begins and ends somewhere. Not said where a stage is unknown: it may be the one that is missed.
void check_ends(const std::vector<NodeDraft>& drafts, const Location& at, Diagnostics& diagnostics) {
  bool source = false;
  bool sink = false;
  for (const NodeDraft& draft : drafts) {
    source = source || !draft.stage || draft.stage->kind == StageKind::source;
    sink = sink || !draft.stage || draft.stage->kind == StageKind::sink;
  }
  if (!source) diagnostics.add({"E037", "no source", at, "no node of the graph reads anything", {}, {}});
  if (!sink) diagnostics.add({"E038", "no sink", at, "no node of the graph writes anything", {}, {}});
}

std::vector<Node> finished(std::vector<NodeDraft> drafts, const std::vector<std::size_t>& order,
                           const std::vector<std::size_t>& phases) {
  std::vector<std::size_t> place(drafts.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;

  std::vector<Node> nodes;
  for (const std::size_t index : order) {
    NodeDraft& draft = drafts[index];
    Node& node = nodes.emplace_back();
    node.output_at = output_location(draft);
    node.id = draft.id;
    node.stage = draft.stage;
    node.params = std::move(draft.bound->params);
    node.ports = draft.bound->ports;
    for (const DraftInput& input : draft.from) node.from.push_back({place[input.source->node], input.source->port});
    node.workers = draft.workers;
    node.volume_bytes = draft.volume_bytes;
    node.takes = std::move(draft.resolved_takes);
    node.deadline = draft.deadline;
    node.phase = phases[index];
    node.with = std::move(draft.bound->with);
    node.at = draft.at;
  }
  return nodes;
}

std::vector<Node> check_nodes(const Element& nodes, const Location& at, const std::vector<CallLimiter>& limiters,
                              StageCatalogue& catalogue, Diagnostics& diagnostics) {
  std::vector<NodeDraft> drafts = read_nodes(nodes, catalogue, diagnostics);
  check_ends(drafts, at, diagnostics);
  connect(drafts, diagnostics);
  const std::vector<std::size_t> order = order_of(drafts, diagnostics);
  const std::vector<std::size_t> phases = phases_of(drafts, order, diagnostics);
  check_output_names(drafts, diagnostics);
  check_takes(drafts, limiters, diagnostics);
  return diagnostics.empty() ? finished(std::move(drafts), order, phases) : std::vector<Node>();
}

void check(const Element& root, StageCatalogue& catalogue, Specification& specification, Diagnostics& diagnostics) {
  TableReader reader(root, "a graph file", diagnostics);
  if (const Element* table = reader.table("graph")) read_graph(*table, specification, diagnostics);
  if (const Element* table = reader.table("run")) read_run(*table, specification, diagnostics);
  if (const Element* table = reader.table("limiters")) read_limiters(*table, specification, diagnostics);
  if (const Element* table = reader.table("classes")) {
    read_classes(*table, root.find("classes")->key_at, specification, diagnostics);
  }
  if (specification.classes.empty()) specification.classes = usual_classes();
  if (const Element* table = reader.table("retry")) read_retry(*table, specification, diagnostics);
  reader.unavailable("tests");
  const Element* nodes = reader.table("nodes");
  reader.require("nodes", whole(specification.file));
  reader.finish();
  if (nodes) {
    specification.nodes =
        check_nodes(*nodes, root.find("nodes")->key_at, specification.limiters, catalogue, diagnostics);
    check_isolation(specification, diagnostics);
  }
}

}  // namespace

std::optional<Specification> parse_text(const std::string& text, const std::string& file,
                                        const std::string& base_directory, const Overrides& overrides,
                                        StageCatalogue& catalogue, Diagnostics& diagnostics) {
  diagnostics.set_text(file, text);
  SyntaxError error;
  std::optional<Element> root = read_toml(text, file, 1, error);
  if (!root) {
    diagnostics.add({"E002", "syntax: " + error.message, error.at, error.label, {}, {}});
    return std::nullopt;
  }
  Specification specification;
  specification.file = file;
  specification.base_directory = base_directory;
  specification.name = name_from(file);
  set_keys(*root, overrides.set, diagnostics);
  substitute_environment(*root, overrides.allowed_env, diagnostics);
  check(*root, catalogue, specification, diagnostics);
  if (!diagnostics.empty()) return std::nullopt;
  return specification;
}

std::optional<Specification> parse_file(const std::string& path, const Overrides& overrides, StageCatalogue& catalogue,
                                        Diagnostics& diagnostics) {
  std::string why;
  const std::optional<std::string> text = read_file(path, why);
  if (!text) {
    diagnostics.add({"E001", "cannot read the graph file: " + path + ": " + why, whole(path), "", {}, {}});
    return std::nullopt;
  }
  const std::string folder = fs::absolute(path).lexically_normal().parent_path().string();
  return parse_text(*text, path, folder, overrides, catalogue, diagnostics);
}

}  // namespace weir::graph
