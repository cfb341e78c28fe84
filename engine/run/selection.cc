#include "run/selection.h"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

#include "run/exit_code.h"
#include "run/sample.h"

namespace weir::run {
namespace {

class EntryVisitor final : public Lister {
 public:
  EntryVisitor(std::vector<std::string> inputs, const std::string& base_directory,
               const std::function<void(ListedEntry)>& visit)
      : inputs_(std::move(inputs)), base_directory_(base_directory), visit_(visit) {}

  void add(ListedEntry entry) override { visit_(std::move(entry)); }
  const std::vector<std::string>& inputs() const override { return inputs_; }
  const std::string& base_directory() const override { return base_directory_; }

 private:
  const std::vector<std::string> inputs_;
  const std::string& base_directory_;
  const std::function<void(ListedEntry)>& visit_;
};

bool is_source(const graph::Node& node) { return node.stage->kind == StageKind::source; }

std::string absolute_input(const std::string& input) {
  std::error_code error;
  std::filesystem::path path = std::filesystem::canonical(input, error);
  if (error) {
    throw RunError(ExitCode::usage, "cannot read the input: " + input + ": " + error.message());
  }
  return path.string();
}

// The inputs of each node by its id, checked against the graph.
std::map<std::string, std::vector<std::string>> inputs_by_node(const graph::Specification& specification,
                                                               const Selection& selection) {
  std::map<std::string, std::vector<std::string>> inputs = selection.node_inputs;
  std::vector<std::string> sources;
  for (const graph::Node& node : specification.nodes) {
    if (is_source(node)) sources.push_back(node.id);
  }
  if (!selection.inputs.empty()) {
    if (sources.size() != 1) {
      throw RunError(ExitCode::usage, "the graph has " + std::to_string(sources.size()) +
                                          " sources: say which one reads an input, with --input NODE=PATH");
    }
    inputs[sources.front()] = selection.inputs;
  }
  for (auto& [id, paths] : inputs) {
    if (std::find(sources.begin(), sources.end(), id) == sources.end()) {
      throw RunError(ExitCode::usage, "--input names no source of the graph: " + id);
    }
    for (std::string& path : paths) path = absolute_input(path);
  }
  return inputs;
}

void visit_source(const graph::Node& node, std::vector<std::string> inputs, const std::string& base_directory,
                  const Resources& resources, const std::function<void(ListedEntry)>& visit) {
  try {
    std::shared_ptr<const void> shared;
    if (node.stage->load) shared = node.stage->load(*node.params, resources);
    const std::unique_ptr<Stage> stage = node.stage->make(*node.params, shared);
    EntryVisitor visitor(std::move(inputs), base_directory, visit);
    static_cast<Source&>(*stage).list(visitor);
  } catch (const ListingError& error) {
    throw RunError(ExitCode::input_output, "cannot list the documents of `" + node.id + "`: " + error.what());
  } catch (const std::exception& error) {
    throw RunError(ExitCode::graph, "the source `" + node.id + "` failed while listing: " + error.what());
  }
}

bool matches(const std::string& pattern, const ListedEntry& entry) {
  const std::string name = entry.member.empty() ? entry.path : entry.path + "!" + entry.member;
  const std::size_t slash = entry.path.rfind('/');
  const std::string last = slash == std::string::npos ? entry.path : entry.path.substr(slash + 1);
  return fnmatch(pattern.c_str(), name.c_str(), 0) == 0 || fnmatch(pattern.c_str(), last.c_str(), 0) == 0;
}

}  // namespace

std::string Selection::text() const {
  std::string text;
  const auto add = [&text](const std::string& key, const std::string& value) { text += key + "=" + value + "\n"; };
  for (const std::string& input : inputs) add("input", std::filesystem::weakly_canonical(input).string());
  for (const auto& [node, paths] : node_inputs) {
    for (const std::string& path : paths) add("input " + node, std::filesystem::weakly_canonical(path).string());
  }
  if (only) add("only", *only);
  if (limit) add("limit", std::to_string(*limit));
  if (sample) add("sample", std::to_string(*sample));
  return text;
}

std::vector<std::size_t> source_nodes(const graph::Specification& specification) {
  std::vector<std::size_t> nodes;
  for (std::size_t i = 0; i < specification.nodes.size(); ++i) {
    if (is_source(specification.nodes[i])) nodes.push_back(i);
  }
  return nodes;
}

namespace {

using Visit = std::function<void(std::size_t, ListedEntry)>;

void visit_selected(const graph::Specification& specification, const Selection& selection, const Resources& resources,
                    const Visit& visit) {
  auto inputs = inputs_by_node(specification, selection);
  std::uint64_t left = selection.limit.value_or(std::numeric_limits<std::uint64_t>::max());
  for (const std::size_t index : source_nodes(specification)) {
    const graph::Node& node = specification.nodes[index];
    visit_source(node, std::move(inputs[node.id]), specification.base_directory, resources, [&](ListedEntry entry) {
      if (left == 0 || (selection.only && !matches(*selection.only, entry))) return;
      --left;
      visit(index, std::move(entry));
    });
  }
}

}  // namespace

void visit_sources(const graph::Specification& specification, const Selection& selection, const Resources& resources,
                   const Visit& visit) {
  if (!selection.sample) return visit_selected(specification, selection, resources, visit);
  std::vector<std::pair<std::size_t, ListedEntry>> entries;
  std::vector<std::uint64_t> sizes;
  visit_selected(specification, selection, resources, [&](std::size_t node, ListedEntry entry) {
    sizes.push_back(entry.refusal ? 0 : entry.size);
    entries.emplace_back(node, std::move(entry));
  });
  for (const std::size_t index : stratified_sample(sizes, *selection.sample)) {
    visit(entries[index].first, std::move(entries[index].second));
  }
}

std::vector<Listed> list_sources(const graph::Specification& specification, const Selection& selection,
                                 const Resources& resources) {
  std::vector<Listed> listing;
  for (const std::size_t node : source_nodes(specification)) listing.push_back({node, {}});
  auto current = listing.begin();
  visit_sources(specification, selection, resources, [&](std::size_t node, ListedEntry entry) {
    while (current->node != node) ++current;
    current->entries.push_back(std::move(entry));
  });
  return listing;
}

}  // namespace weir::run
