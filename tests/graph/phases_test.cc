// Phases follow from the checkpoints and folds above a node.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "graph/edges.h"
#include "graph/parsing.h"

namespace weir::graph::testing {
namespace {

const std::string kGraph = R"(
[nodes.in]
stage = "messages"
[nodes.text]
stage = "html"
from = "in"
[nodes.kept]
stage = "checkpoint"
from = "text"
[nodes.unique]
stage = "dedupe"
from = "kept"
[nodes.lines]
stage = "jsonl"
from = "unique"
with = { path = "a.jsonl" }
[nodes.early]
stage = "jsonl"
from = "text"
with = { path = "b.jsonl" }
)";

TEST(Phases, CountTheCheckpointsAndFoldsAbove) {
  const Parsed parsed = parse(kGraph);
  ASSERT_TRUE(parsed.specification) << parsed.text();
  std::map<std::string, std::size_t> phases;
  for (const Node& node : parsed.specification->nodes) phases[node.id] = node.phase;
  EXPECT_EQ(phases, (std::map<std::string, std::size_t>{
                        {"in", 0}, {"text", 0}, {"kept", 0}, {"early", 0}, {"unique", 1}, {"lines", 2}}));
}

TEST(Phases, ABatchPassesTheNodesOfItsPhaseOnly) {
  const Parsed parsed = parse(kGraph);
  ASSERT_TRUE(parsed.specification) << parsed.text();
  const std::vector<bool> passed = nodes_in_phase(*parsed.specification, 0);
  std::string names;
  for (std::size_t i = 0; i < passed.size(); ++i) {
    if (passed[i]) names += parsed.specification->nodes[i].id + " ";
  }
  EXPECT_EQ(names.find("unique"), std::string::npos) << names;
  EXPECT_NE(names.find("kept"), std::string::npos) << names;
  EXPECT_NE(names.find("early"), std::string::npos) << names;
}

}  // namespace
}  // namespace weir::graph::testing
