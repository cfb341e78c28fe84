// What this version does not have is refused, never ignored.
#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

class FeatureToCome : public ::testing::TestWithParam<Mistake> {};

TEST_P(FeatureToCome, IsReportedWhereItStands) { expect_reported(GetParam()); }

// clang-format off
const std::vector<Mistake> kFeaturesToCome{
    {"RunKeysToCome", with_table("[run]\nmeasure = \"all\""),
     {"E015 2:1"}, "`measure` is not available in this version"},
    {"TablesToCome", with_table("[[tests]]\nname = \"x\""), {"E015 1:3"}, "`tests` is not available"},
    {"LaterVersion", with_table("[graph]\nweir = \"999.0\""), {"E015 2:8"}, "was written for weir 999.0"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, FeatureToCome, ::testing::ValuesIn(kFeaturesToCome), name_of);

}  // namespace
}  // namespace weir::graph::testing
