#include "run/lineage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir::run {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// in -> text -> kept (a checkpoint) -> cut -> unique (a fold) -> rows
//       text -> left -> files        cut ---------------------> rows
// other -> rows
const std::string kGraph =
    "in\tstage\tfiles\nin\tversion\t1\nin\tbuild\tb1\nother\tstage\tfiles\n"
    "text\tstage\thtml\ntext\tversion\t2\ntext\tbuild\tb2\ntext\tfrom\tin.out\n"
    "left\tstage\tgate\nleft\tfrom\ttext.out\nfiles\tstage\tjson_documents\nfiles\tfrom\tleft.out\n"
    "kept\tstage\tcheckpoint\nkept\tversion\t1\nkept\tbuild\t\nkept\tfrom\ttext.out\nkept\tspool\tkept\n"
    "cut\tstage\tsegment\ncut\tfrom\tkept.out\n"
    "unique\tstage\tdedupe\nunique\tfrom\tcut.out\nunique\tspool\tunique.folded\n"
    "rows\tstage\tcsv\nrows\tfrom\tunique.out cut.rest other.out\n";

std::vector<std::string> nodes_between(const std::string& source, const std::set<std::string>& ends) {
  std::vector<std::string> nodes;
  for (const StagePassed& passed : stages_between(kGraph, source, ends)) nodes.push_back(passed.node);
  return nodes;
}

TEST(Lineage, HasEveryNodeOnEveryWayInOrder) {
  EXPECT_THAT(nodes_between("in", {"rows"}), ElementsAre("in", "text", "kept", "cut", "unique", "rows"));
}

TEST(Lineage, HasNoNodeBesideTheWays) {
  EXPECT_THAT(nodes_between("in", {"files"}), ElementsAre("in", "text", "left", "files"));
  EXPECT_THAT(nodes_between("other", {"rows"}), ElementsAre("other", "rows"));
}

TEST(Lineage, HasTheWaysToSeveralEnds) {
  EXPECT_THAT(nodes_between("in", {"files", "kept"}), ElementsAre("in", "text", "left", "files", "kept"));
}

TEST(Lineage, EndsWhereADocumentEnded) {
  EXPECT_THAT(nodes_between("in", {"text"}), ElementsAre("in", "text"));
  EXPECT_THAT(nodes_between("in", {"in"}), ElementsAre("in"));
}

TEST(Lineage, IsNothingWhereNoWayLeads) {
  EXPECT_THAT(nodes_between("other", {"files"}), IsEmpty());
  EXPECT_THAT(nodes_between("in", {"nowhere"}), IsEmpty());
}

TEST(Lineage, SaysWhichStageOfWhichVersionAndBuild) {
  const std::vector<StagePassed> passed = stages_between(kGraph, "in", {"kept"});
  ASSERT_EQ(passed.size(), 3U);
  EXPECT_EQ(passed[1].stage, "html");
  EXPECT_EQ(passed[1].version, "2");
  EXPECT_EQ(passed[1].build, "b2");
  EXPECT_EQ(passed[2].stage, "checkpoint");
  EXPECT_EQ(passed[2].build, "") << "what belongs to the engine has no build";
}

}  // namespace
}  // namespace weir::run
