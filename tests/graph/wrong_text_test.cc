// Texts that cannot be read, and variables that are not there.
#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

class WrongText : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongText, IsReportedWhereItStands) { expect_reported(GetParam()); }

// clang-format off
const std::vector<Mistake> kWrongText{
    {"Syntax", "[graph]\nname = \"x\nthreads = 1\n", {"E002 2:10"}, "syntax: "},
    {"KeyTwice", "[run]\nthreads = 1\nthreads = 2\n", {"E002 3:1"}, "| ^^^^^^^^^^ in a key-value pair"},
    {"EndlessKey", "a" + repeated(".a", 101) + " = 1\n", {"E002 1:202"}, "more than 100 dots"},
    {"NotUtf8", "[graph]\nname = \"\xff\"\n", {"E002 2:8"}, "utf-8"},
    {"VariableNotAllowed", with_table("[graph]\ndescription = \"${env:WEIR_TEST}\""), {"E003 2:15"}, "--env WEIR_TEST"},
    {"VariableNotSet", with_table("[graph]\ndescription = \"${env:WEIR_UNSET}\""),
     {"E003 2:15"}, "is not set", {{}, {"WEIR_UNSET"}}},
    {"VariableNotClosed", with_table("[graph]\ndescription = \"${env:WEIR\""), {"E003 2:15"}, "is not closed"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, WrongText, ::testing::ValuesIn(kWrongText), name_of);

}  // namespace
}  // namespace weir::graph::testing
