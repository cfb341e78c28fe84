#include "flow/chains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "batch/graph.h"

namespace weir::flow {
namespace {

using batch::PortOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

void pass(Document document, Emitter& out) { out.emit(std::move(document)); }

// Graphs by hand whose nodes all have two instances.
class ChainsTest : public ::testing::Test {
 protected:
  std::vector<Chain> chains() {
    graph_.build();
    return fuse(graph_.wiring);
  }
  void instances(std::size_t node, std::size_t count) { graph_.wiring.nodes[node].instances = count; }

  batch::Graph graph_;
};

TEST_F(ChainsTest, ALineWithEqualConcurrencyIsOneChain) {
  const auto source = graph_.source();
  const auto middle = graph_.transform("middle", source, pass);
  graph_.lines("sink", middle);
  const auto chains = this->chains();
  ASSERT_EQ(chains.size(), 1U);
  EXPECT_THAT(chains[0].nodes, ElementsAre(0, 1, 2));
  EXPECT_THAT(chains[0].next, IsEmpty());
}

TEST_F(ChainsTest, OtherConcurrencyBeginsAChain) {
  const auto source = graph_.source();
  const auto middle = graph_.transform("middle", source, pass);
  graph_.lines("sink", middle);
  instances(middle, 3);
  const auto chains = this->chains();
  ASSERT_EQ(chains.size(), 3U);
  EXPECT_EQ(chains[1].instances, 3U);
  EXPECT_THAT(chains[0].next, ElementsAre(1));
  EXPECT_THAT(chains[1].next, ElementsAre(2));
}

TEST_F(ChainsTest, AWaitingNodeIsAChainByItself) {
  const auto source = graph_.source();
  const auto waiting = graph_.add<batch::ActingTransform>(
      "waiting", weir::stage<batch::ActingTransform>("waiting", "").waits(), {pass, {}}, {PortOf{source, 0}});
  graph_.lines("sink", waiting);
  const auto chains = this->chains();
  ASSERT_EQ(chains.size(), 3U);
  EXPECT_FALSE(chains[0].waits);
  EXPECT_TRUE(chains[1].waits);
  EXPECT_FALSE(chains[2].waits);
}

TEST_F(ChainsTest, SeveralEdgesBetweenTwoNodesAreOneWay) {
  const auto source = graph_.source();
  const auto fork = graph_.transform("fork", source, pass, {"other"});
  graph_.lines("sink", {PortOf{fork, 1}, PortOf{fork, 0}});
  const auto chains = this->chains();
  ASSERT_EQ(chains.size(), 1U);
  EXPECT_THAT(itinerary(chains, source).arrivals, ElementsAre(1, 1));
}

TEST_F(ChainsTest, ADiamondMeetsOnce) {
  const auto source = graph_.source();
  const auto left = graph_.transform("left", source, pass);
  const auto right = graph_.transform("right", source, pass);
  const auto join = graph_.transform("join", {PortOf{left, 0}, PortOf{right, 0}}, pass);
  graph_.lines("sink", join);
  const auto chains = this->chains();
  ASSERT_EQ(chains.size(), 4U);
  EXPECT_THAT(chains[0].next, ElementsAre(1, 2));
  EXPECT_THAT(chains[3].nodes, ElementsAre(join, join + 1));
  EXPECT_THAT(itinerary(chains, source).arrivals, ElementsAre(1, 1, 1, 2, 1)) << "the join waits for both";
}

TEST_F(ChainsTest, TheEndWaitsForEverySink) {
  const auto source = graph_.source();
  graph_.lines("first", source);
  graph_.lines("second", source);
  graph_.lines("third", source);
  const auto chains = this->chains();
  EXPECT_THAT(itinerary(chains, source).arrivals, ElementsAre(1, 1, 1, 1, 3));
}

TEST_F(ChainsTest, ABatchDoesNotWaitForWhatItsSourceDoesNotReach) {
  const auto first = graph_.source(batch::read_path, "first");
  const auto second = graph_.source(batch::read_path, "second");
  const auto only_first = graph_.transform("only_first", first, pass);
  const auto both = graph_.lines("both", {PortOf{only_first, 0}, PortOf{second, 0}});
  graph_.lines("alone", second);
  const auto chains = this->chains();
  ASSERT_EQ(chains.size(), 4U);
  EXPECT_THAT(chains[0].nodes, ElementsAre(first, only_first));
  EXPECT_THAT(chains[2].nodes, ElementsAre(both));
  EXPECT_THAT(itinerary(chains, first).arrivals, ElementsAre(1, 0, 1, 0, 1));
  EXPECT_THAT(itinerary(chains, second).arrivals, ElementsAre(0, 1, 1, 1, 2));
}

}  // namespace
}  // namespace weir::flow
