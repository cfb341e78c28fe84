// A graph is known again by nothing but what the store keeps of it.
#include "run/stored_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/parsing.h"
#include "run/fingerprint.h"
#include "store/store.h"
#include "store/temporary_directory.h"

namespace weir::run {
namespace {

using ::testing::HasSubstr;

std::string fingerprint_of(const graph::Specification& specification) {
  return fingerprint(specification, [](std::string_view stage) { return "build of " + std::string(stage); });
}

class StoredGraph : public ::testing::Test {
 protected:
  // What the store makes of a graph file: its fingerprint, which is that of the file where nothing was lost.
  std::string stored(const std::string& fingerprint) {
    const auto path = directory_ / ("store" + std::to_string(++stores_));
    store::Store::create(path, {"notes", fingerprint, "", "0"});
    const auto specification = stored_graph(store::ReadStore(path), graph::testing::catalogue(), why_);
    return specification ? fingerprint_of(*specification) : "";
  }

  void expect_known_again(const std::string& graph) {
    const graph::testing::Parsed parsed = graph::testing::parse(graph);
    ASSERT_TRUE(parsed.specification) << parsed.text();
    const std::string fingerprint = fingerprint_of(*parsed.specification);
    EXPECT_EQ(stored(fingerprint), fingerprint) << why_ << "\n" << graph_text(fingerprint);
  }

  test::TemporaryDirectory directory_;
  std::string why_;
  int stores_ = 0;
};

TEST_F(StoredGraph, HasNodesEdgesAndPorts) {
  expect_known_again(
      graph::testing::between("[nodes.split]\nstage = \"tables\"\nfrom = \"in\"\n\n[nodes.text-2]\nstage = "
                              "\"html\"\nfrom = [\"split.tables\", \"split.out\"]\n",
                              "text-2"));
}

TEST_F(StoredGraph, HasCheckpointsAndFolds) {
  expect_known_again(
      graph::testing::between("[nodes.kept]\nstage = \"checkpoint\"\nfrom = \"in\"\n\n[nodes.unique]\nstage "
                              "= \"dedupe\"\nfrom = \"kept\"\n",
                              "unique"));
}

// What TOML and JSON write in different ways, and what could be taken for it.
TEST_F(StoredGraph, HasParametersOfEveryType) {
  expect_known_again(graph::testing::between(R"([nodes.kinds]
stage = "kinds"
from = "in"

[nodes.kinds.with]
boolean = true
integer = -7
number = 0.25
string = 'a "quoted": text with \ and = and {a:b}, é'
size = "3KiB"
duration = "2s"
strings = ["1A", "7A"]
integers = [3, 1]
tables = [{ "a key: with" = "x:y", inner = { deep = [1, 2] }, list = [] }, { other = false }]
needed = "5B"
)",
                                             "kinds"));
}

TEST_F(StoredGraph, HasTextOfSeveralLines) {
  expect_known_again(graph::testing::between(
      "[nodes.kinds]\nstage = \"kinds\"\nfrom = \"in\"\nwith = { string = \"a\\nb\\tc\\\\\", needed = \"1B\" }\n",
      "kinds"));
}

TEST_F(StoredGraph, SaysWhyItCannotBeMade) {
  EXPECT_EQ(stored("in\tstage\tfrom_elsewhere\n"), "");
  EXPECT_THAT(why_, HasSubstr("the stages here do not make the graph of the run: unknown stage `from_elsewhere`"));
}

}  // namespace
}  // namespace weir::run
