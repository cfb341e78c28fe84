// What decides the bytes of a run's output, as one text that the store keeps: a line for each thing that decides the
// output of a node, `node TAB key TAB value`. Keys are `stage`, `version`, `build` (of the plugin), `data.NAME`,
// `with.NAME`, `file.NAME` (the bytes of a file that a parameter names), `from`, and of checkpoints and folds `spool`.
// Nodes stand in topological order.
//
// What a node reads is decided by the nodes above it, so a change of one concerns all below it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/specification.h"

namespace weir::run {

// `build_id` tells the build of the plugin that a stage comes from.
std::string fingerprint(const graph::Specification& specification,
                        const std::function<std::string(std::string_view stage)>& build_id);

struct NodeInput {
  std::string node;
  std::string port;
};

// What such a text says of one node.
struct NodeFacts {
  std::string id;
  std::vector<std::pair<std::string, std::string>> facts;  // key and value, in their order

  // Null where there is none.
  const std::string* find(std::string_view key) const;
  // What the node reads, in the order of `from`; nothing for a source.
  std::vector<NodeInput> inputs() const;
};

std::vector<NodeFacts> read_fingerprint(std::string_view text);

// One thing that is not as it was; absent where there was or is none.
struct Change {
  std::string node;
  std::string key;
  std::optional<std::string> before;
  std::optional<std::string> after;

  bool operator==(const Change&) const = default;
};

// By node, in the order of `now`; nodes that are gone come last. A node that came or went is one change, of its stage.
std::vector<Change> changes_between(std::string_view before, std::string_view now);

// The sources whose documents a node sees; the node itself where it is one. Below a checkpoint or a fold, that is its
// spool.
std::set<std::string> sources_above(std::string_view fingerprint, const std::string& node);

// Whether a node is a checkpoint or a fold.
bool divides_phases(std::string_view fingerprint, const std::string& node);

// The sources of a graph.
std::set<std::string> sources_of(std::string_view fingerprint);

}  // namespace weir::run
