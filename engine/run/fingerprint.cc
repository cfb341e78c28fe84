#include "run/fingerprint.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>

#include "checksum/checksum.h"
#include "graph/canonical.h"
#include "graph/edges.h"
#include "run/phases.h"

namespace weir::run {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;  // key, value

std::string_view take(std::string_view& text, char end) {
  const std::string_view piece = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), piece.size() + 1));
  return piece;
}

const NodeFacts* find(const std::vector<NodeFacts>& nodes, std::string_view id) {
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const NodeFacts& node) { return node.id == id; });
  return found == nodes.end() ? nullptr : &*found;
}

std::optional<std::string> value_in(const NodeFacts& node, std::string_view key) {
  const std::string* value = node.find(key);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

void compare(const NodeFacts& before, const NodeFacts& now, std::vector<Change>& changes) {
  for (const auto& [key, value] : now.facts) {
    const auto old = value_in(before, key);
    if (old != value) changes.push_back({now.id, key, old, value});
  }
  for (const auto& [key, value] : before.facts) {
    if (!now.find(key)) changes.push_back({now.id, key, value, std::nullopt});
  }
}

// Of a checkpoint or a fold: where the nodes below it read.
constexpr const char* kSpool = "spool";

std::string hash_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return "cannot be read";
  checksum::FileHash hash;
  std::vector<char> window(std::size_t{1} << 16);
  do {
    file.read(window.data(), static_cast<std::streamsize>(window.size()));
    hash.add({window.data(), static_cast<std::size_t>(file.gcount())});
  } while (file);
  return hash.value();
}

// The files that a node's parameters name.
Facts files_of(const graph::Node& node, const std::filesystem::path& base_directory) {
  Facts facts;
  const std::unique_ptr<BoundParams> params = node.stage->make_params();
  ParamList declared;
  params->declare(declared);
  for (const auto& [name, value] : node.with) {
    const ParamSpec* spec = declared.find(name);
    if (!spec || !spec->is_file() || !spec->affects_output()) continue;
    if (const std::string* file = value.string(); file && !file->empty()) {
      facts.emplace_back("file." + name, hash_of_file(base_directory / *file));
    }
  }
  return facts;
}

}  // namespace

const std::string* NodeFacts::find(std::string_view key) const {
  const auto found = std::find_if(facts.begin(), facts.end(), [&](const auto& fact) { return fact.first == key; });
  return found == facts.end() ? nullptr : &found->second;
}

std::vector<NodeInput> NodeFacts::inputs() const {
  std::vector<NodeInput> inputs;
  const std::string* from = find("from");
  std::string_view rest = from ? *from : std::string_view();
  while (!rest.empty()) {
    const std::string_view input = take(rest, ' ');
    const std::size_t dot = input.rfind('.');
    inputs.push_back({std::string(input.substr(0, dot)), std::string(input.substr(dot + 1))});
  }
  return inputs;
}

std::vector<NodeFacts> read_fingerprint(std::string_view text) {
  std::vector<NodeFacts> nodes;
  while (!text.empty()) {
    std::string_view line = take(text, '\n');
    const std::string_view node = take(line, '\t');
    const std::string_view key = take(line, '\t');
    if (nodes.empty() || nodes.back().id != node) nodes.push_back({std::string(node), {}});
    nodes.back().facts.emplace_back(key, line);
  }
  return nodes;
}

std::string fingerprint(const graph::Specification& specification,
                        const std::function<std::string(std::string_view stage)>& build_id) {
  std::string text;
  for (std::size_t i = 0; i < specification.nodes.size(); ++i) {
    const graph::Node& node = specification.nodes[i];
    const auto add = [&](const std::string& key, const std::string& value) {
      text.append(node.id).append(1, '\t').append(key).append(1, '\t').append(value).append(1, '\n');
    };
    for (const graph::Fact& fact : graph::facts(specification, i)) {
      add(fact.key, fact.value);
      if (fact.key == "version") add("build", build_id(node.stage->name));
    }
    for (const auto& [key, value] : files_of(node, specification.base_directory)) add(key, value);
    if (graph::ends_phase(node)) add(kSpool, node.stage->kind == StageKind::fold ? folded_spool(node.id) : node.id);
  }
  return text;
}

std::vector<Change> changes_between(std::string_view before, std::string_view now) {
  std::vector<Change> changes;
  if (before == now) return changes;
  const std::vector<NodeFacts> old_nodes = read_fingerprint(before);
  const std::vector<NodeFacts> new_nodes = read_fingerprint(now);
  for (const NodeFacts& node : new_nodes) {
    if (const NodeFacts* old = find(old_nodes, node.id)) {
      compare(*old, node, changes);
    } else {
      changes.push_back({node.id, "stage", std::nullopt, value_in(node, "stage")});
    }
  }
  for (const NodeFacts& node : old_nodes) {
    if (!find(new_nodes, node.id)) changes.push_back({node.id, "stage", value_in(node, "stage"), std::nullopt});
  }
  return changes;
}

std::set<std::string> sources_above(std::string_view fingerprint, const std::string& node) {
  const std::vector<NodeFacts> nodes = read_fingerprint(fingerprint);
  std::set<std::string> sources, seen;
  std::vector<std::string> open{node};
  while (!open.empty()) {
    const std::string id = std::move(open.back());
    open.pop_back();
    const NodeFacts* facts = find(nodes, id);
    if (!facts || !seen.insert(id).second) continue;
    if (const std::string* spool = facts->find(kSpool)) {
      // A fold that changed takes the same documents again; what lies below a spool reads them there again.
      const bool own = id == node;
      sources.insert(own ? id : *spool);
      continue;
    }
    const std::vector<NodeInput> inputs = facts->inputs();
    if (inputs.empty()) sources.insert(id);
    for (const NodeInput& input : inputs) open.push_back(input.node);
  }
  return sources;
}

bool divides_phases(std::string_view fingerprint, const std::string& node) {
  const std::vector<NodeFacts> nodes = read_fingerprint(fingerprint);
  const NodeFacts* facts = find(nodes, node);
  return facts && facts->find(kSpool);
}

std::set<std::string> sources_of(std::string_view fingerprint) {
  std::set<std::string> sources;
  for (const NodeFacts& node : read_fingerprint(fingerprint)) {
    if (!node.find("from")) sources.insert(node.id);
  }
  return sources;
}

}  // namespace weir::run
