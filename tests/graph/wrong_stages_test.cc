// Stages that are unknown, or cannot be had.
#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

class WrongStage : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongStage, IsReportedWhereItStands) { expect_reported(GetParam()); }

// clang-format off
const std::vector<Mistake> kWrongStages{
    {"UnknownStage", with_node("hmtl", ""), {"E020 5:9"}, "did you mean `html`?   (`weir list` shows all)"},
    {"UnknownStageFamily", with_node("clean", ""), {"E020 5:9"}, "did you mean `sec.clean`?"},
    {"UnknownStageFar", with_node("transmogrify", ""), {"E020 5:9"}, "= help: `weir list` shows all\n"},
    {"UnavailableStage", with_node("broken", ""),
     {"E021 5:9"}, "= note: broken.so: built for version 2 of the interface"},
    {"ThrowingStage", with_node("throwing", ""), {"E022 5:9"}, "nobody expects this"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, WrongStage, ::testing::ValuesIn(kWrongStages), name_of);

}  // namespace
}  // namespace weir::graph::testing
