// Names of outputs that are not safe, or not their own.
#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

class WrongOutput : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongOutput, IsReportedWhereItStands) { expect_reported(GetParam()); }

// clang-format off
const std::vector<Mistake> kMistakes{
    {"OutputAbove", with_output("path = \"../x\""), {"E040 7:17"}, "out of the output folder"},
    {"OutputAbsolute", with_output("path = \"/x\""), {"E040 7:17"}, "it is absolute"},
    {"OutputEmpty", with_output("path = \"\""), {"E040 7:17"}, "it is empty"},
    {"OutputEmptyPart", with_output("path = \"a//b\""), {"E040 7:17"}, "a part of it is empty"},
    {"OutputIsFolder", with_output("path = \"a/\""), {"E040 7:17"}, "a part of it is empty"},
    {"OutputHidden", with_output("path = \"a/.b\""), {"E040 7:17"}, "begins with a dot"},
    {"OutputUnsafe", with_output("path = \"a b\""), {"E040 7:17"}, "are safe"},
    {"OutputWithField", with_output("path = \"{path}.jsonl\""), {"E040 7:17"}, "has no fields"},
    {"PatternNotClosed", with_outputs("path = \"{path.json\""), {"E040 4:17"}, "a brace is not closed"},
    {"PatternNotOpened", with_outputs("path = \"path}.json\""), {"E040 4:17"}, "a brace is not closed"},
    {"PatternWithoutField", with_outputs("path = \"{}.json\""), {"E040 4:17"}, "names no field"},
    {"PatternAbove", with_outputs("path = \"../{path}\""), {"E040 4:17"}, "out of the output folder"},
    {"TwoOutputs", with_table("[nodes.n]\nstage = \"jsonl\"\nfrom = \"in\""), {"E041 7:8"}, "`n` writes it too"},
    {"OutputBelowOutput", with_table("[nodes.n]\nstage = \"jsonl\"\nfrom = \"in\"\nwith = { path = \"lines.jsonl/x\" }"),
     {"E041 8:8"}, "`n` writes `lines.jsonl/x`"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, WrongOutput, ::testing::ValuesIn(kMistakes), name_of);

}  // namespace
}  // namespace weir::graph::testing
