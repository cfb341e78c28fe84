// What can be wrong with size classes, and what they are when nothing is.
#include "graph/mistake.h"
#include "graph/read_classes.h"

namespace weir::graph::testing {
namespace {

using namespace std::chrono_literals;

class WrongClass : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongClass, IsReportedWhereItStands) { expect_reported(GetParam()); }

// clang-format off
const std::vector<Mistake> kWrongClasses{
    {"SameBound", with_table("[classes.a]\nup_to = \"1MiB\"\n[classes.b]\nup_to = \"1024KiB\"\n[classes.c]\n"),
     {"E060 3:10"}, "`a` and `b` are for the same sizes"},
    {"TwoWithoutBound", with_table("[classes.a]\n[classes.b]\n"), {"E060 2:10"}, "neither has `up_to`"},
    {"NoneForTheLargest", with_table("[classes.a]\nup_to = \"1MiB\""), {"E061 1:2"}, "larger than `a`"},
    {"NoTable", with_table("[classes]\na = 1"), {"E011 2:5"}, "`a` must be a table"},
    {"UnknownKey", with_table("[classes.a]\nupto = \"1MiB\""), {"E012 2:1"}, "did you mean `up_to`?"},
    {"UnknownIsolation", with_table("[classes.a]\nisolation = \"proces\""), {"E013 2:13"}, "did you mean `process`?"},
    {"DeadlineWithoutUnit", with_table("[classes.a]\nisolation = \"process\"\ndeadline = \"10\""), {"E014 3:12"}, ""},
    {"DeadlineOfNothing", with_table("[classes.a]\nisolation = \"process\"\ndeadline = \"0s\""), {"E013 3:12"}, "1ms"},
    {"NoProgressWithoutUnit", with_table("[classes.a]\nno_progress = \"10\""), {"E014 2:15"}, ""},
    {"UnknownOversize", with_table("[limiters.memory]\noversize = \"alon\""), {"E013 2:12"}, "did you mean `alone`?"},
    {"DeadlineOfACheckpoint", between("[nodes.kept]\nstage = \"checkpoint\"\nfrom = \"in\"\ndeadline = \"1s\"\n", "kept"),
     {"E015 7:1"}, "none of them can take too long alone"},
    {"WorkersOfNoProcess", with_table("[classes.a]\nworkers = 2"), {"E015 2:1"}, "`workers` is not available without"},
    {"WorkersRange", with_table("[classes.a]\nisolation = \"process\"\nworkers = 0"), {"E013 3:11"}, "between 1 and 1024"},
    {"RecyclingOfNoProcess", with_table("[classes.a]\nrecycle_after = 3"), {"E015 2:1"}, "it would do nothing here"},
    {"RecycledInThread", with_table("[classes.a]\nisolation = \"thread\"\nrecycle_after = 5"), {"E015 3:1"}, "process"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, WrongClass, ::testing::ValuesIn(kWrongClasses), name_of);

TEST(Classes, AreOrderedBySizeWhateverTheirOrderInTheFile) {
  const Parsed parsed =
      parse(with_table("[classes.rest]\nisolation = \"process\"\ndeadline = \"2s\"\n"
                       "[classes.middle]\nup_to = \"1GiB\"\n[classes.small]\nup_to = \"1MiB\""));
  ASSERT_TRUE(parsed.specification) << parsed.text();
  const std::vector<SizeClass>& classes = parsed.specification->classes;
  ASSERT_EQ(classes.size(), 3u);
  EXPECT_EQ(classes[0].name, "small");
  EXPECT_EQ(classes[1].name, "middle");
  EXPECT_FALSE(classes[1].isolated);
  EXPECT_EQ(classes[2].name, "rest");
  EXPECT_TRUE(classes[2].isolated);
  EXPECT_EQ(classes[2].deadline, 2s);
  EXPECT_EQ(classes[2].recycle_after, 50u);
}

TEST(Classes, GrowInTimeWithTheSizeWhereAGraphSaysNothing) {
  const Parsed parsed = parse(with_table(""));
  ASSERT_TRUE(parsed.specification) << parsed.text();
  const std::vector<SizeClass>& classes = parsed.specification->classes;
  ASSERT_EQ(classes.size(), 3u);
  EXPECT_EQ(classes[0].up_to, 20u << 20);
  EXPECT_EQ(classes[0].deadline, 10min);
  EXPECT_EQ(classes[1].up_to, 50u << 20);
  EXPECT_EQ(classes[1].deadline, 20min);
  EXPECT_FALSE(classes[1].isolated);
  EXPECT_EQ(classes[2].up_to, std::nullopt);
  EXPECT_EQ(classes[2].deadline, 40min);
  EXPECT_TRUE(classes[2].isolated);
}

TEST(Classes, ThatNobodyWroteAskNothingOfASource) {
  StageInfo crawler;
  crawler.name = "crawler";
  crawler.kind = StageKind::source;
  crawler.needs.network = true;
  Specification specification;
  specification.nodes.emplace_back().stage = &crawler;
  specification.classes = usual_classes();
  Parsed parsed;
  check_isolation(specification, parsed.diagnostics);
  EXPECT_TRUE(parsed.errors().empty());
}

TEST(Classes, CannotIsolateDocumentsOfASourceThatNeedsTheNetwork) {
  StageInfo crawler;
  crawler.name = "crawler";
  crawler.kind = StageKind::source;
  crawler.needs.network = true;
  Specification specification;
  specification.nodes.emplace_back().id = "pages";
  specification.nodes.front().stage = &crawler;
  specification.classes.emplace_back().name = "all";
  Parsed parsed;
  check_isolation(specification, parsed.diagnostics);
  EXPECT_TRUE(parsed.errors().empty());
  specification.classes.front().isolated = true;
  check_isolation(specification, parsed.diagnostics);
  ASSERT_EQ(parsed.errors().size(), 1u);
  EXPECT_TRUE(parsed.errors().front().starts_with("E062")) << parsed.text();
  EXPECT_THAT(parsed.text(), ::testing::HasSubstr("`crawler` needs the network"));
}

}  // namespace
}  // namespace weir::graph::testing
