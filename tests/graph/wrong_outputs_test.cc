// Names of outputs that are not safe, or not their own.
#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

class WrongOutput : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongOutput, IsReportedWhereItStands) { expect_reported(GetParam()); }

// clang-format off
const std::vector<Mistake> kWrongOutputs{
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
    {"VolumesOfFiles", with_table("[nodes.n]\nstage = \"json_documents\"\nfrom = \"in\"\nvolume = \"1GiB\""),
     {"E016 4:10"}, "a sink that writes one"},
    {"VolumesOfATransform", with_node("html", "volume = \"1GiB\""), {"E016 7:10"}, "`html` writes none"},
    {"VolumesOfNothing", with_table("[nodes.n]\nstage = \"jsonl\"\nfrom = \"in\"\nvolume = \"0B\"\nwith = { path = \"x\" }"),
     {"E013 4:10"}, "`volume`"},
    {"VolumeFieldWithoutVolumes", with_output("path = \"{volume}.jsonl\""), {"E040 7:17"}, "the key `volume`"},
    {"VolumeFieldTwice", with_table("[nodes.n]\nstage = \"jsonl\"\nfrom = \"in\"\nvolume = \"1GiB\"\nwith = { path = \"{volume}{volume}\" }"),
     {"E040 5:17"}, "but one {volume}"},
    {"VolumeIsAnotherOutput", with_table("[nodes.n]\nstage = \"jsonl\"\nfrom = \"in\"\nvolume = \"1GiB\"\nwith = { path = \"x.jsonl\" }\n"
     "[nodes.m]\nstage = \"jsonl\"\nfrom = \"in\"\nwith = { path = \"x-00007.jsonl\" }"),
     {"E041 9:17"}, "`n` writes `x-{volume}.jsonl`"},
    {"VolumesOfTwoSinks", with_table("[nodes.n]\nstage = \"jsonl\"\nfrom = \"in\"\nvolume = \"1GiB\"\nwith = { path = \"x.jsonl\" }\n"
     "[nodes.m]\nstage = \"jsonl\"\nfrom = \"in\"\nvolume = \"2GiB\"\nwith = { path = \"x-{volume}.jsonl\" }"),
     {"E041 10:17"}, "`n` writes it too"},
    {"OrderMisspelt", with_table("[run]\norder = \"completoin\""), {"E013 2:9"}, "did you mean `completion`?"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, WrongOutput, ::testing::ValuesIn(kWrongOutputs), name_of);

}  // namespace
}  // namespace weir::graph::testing
