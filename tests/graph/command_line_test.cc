// What the command line changes: --set and --env.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Specification set(const std::string& text, std::vector<std::string> arguments) {
  const Parsed parsed = parse(text, {std::move(arguments), {}});
  EXPECT_TRUE(parsed.specification) << parsed.text();
  return parsed.specification.value_or(Specification());
}

TEST(Set, ReplacesAndAddsKeys) {
  const Specification graph = set(with_node("segment", "with = { max_words = 300 }"),
                                  {"run.threads=4", "nodes.n.with.max_words=200", "nodes.n.with.min_words = 10"});
  EXPECT_EQ(graph.run.threads, 4u);
  EXPECT_EQ(*graph.nodes[1].with.find("max_words"), Value(200));
  EXPECT_EQ(*graph.nodes[1].with.find("min_words"), Value(10));
}

TEST(Set, TakesTomlAndElseAString) {
  const std::string text = between("", "in");
  EXPECT_EQ(set(text, {"limiters.memory.tokens=\"64MiB\""}).memory_tokens.bytes, 64u << 20U);
  EXPECT_EQ(set(text, {"limiters.memory.tokens=64MiB"}).memory_tokens.bytes, 64u << 20U);
  EXPECT_DOUBLE_EQ(set(text, {"limiters.memory.tokens=50%"}).memory_tokens.share, 0.5);
  EXPECT_EQ(set(text, {"graph.description=all of it, "}).description, "all of it,");
  EXPECT_EQ(set(text, {"graph.description="}).description, "");
  EXPECT_EQ(set(text, {"nodes.lines.with={ path = \"other.jsonl\" }"}).nodes[1].with.find("path")->string()[0],
            "other.jsonl");
}

TEST(Set, TheLastOneCounts) { EXPECT_EQ(set(between("", "in"), {"run.threads=4", "run.threads=5"}).run.threads, 5u); }

TEST(Set, MayAddNodesBehindThoseOfTheFile) {
  const Specification graph = set(between("", "in"), {"nodes.more.stage=json_documents", "nodes.more.from=[\"in\"]"});
  ASSERT_EQ(graph.nodes.size(), 3u);
  EXPECT_EQ(graph.nodes[2].id, "more");
}

TEST(Set, PointsIntoTheArgument) {
  const Parsed parsed = parse(between("", "in"), {{"run.batch=1MiB", "run.threads=many"}, {}});
  EXPECT_EQ(parsed.text(),
            "error[E011]: `threads` must be an integer\n"
            "  --> --set:2:13\n"
            "   |\n"
            " 2 | run.threads=many\n"
            "   |             ^^^^ this is a string\n"
            "\n"
            "1 error\n");
}

// clang-format off
const std::vector<Mistake> kWrongSettings{
    {"NoEquals", between("", "in"), {"E004 --set:1:1"}, "not of the form key=value", {{"run.threads"}, {}}},
    {"NoKey", between("", "in"), {"E004 --set:1:1"}, "--set run.threads=4", {{"=4"}, {}}},
    {"NotAKey", between("", "in"), {"E004 --set:1:1"}, "not of the form", {{"[run]#=4"}, {}}},
    {"Comment", between("", "in"), {"E004 --set:1:1"}, "not of the form", {{"# a=4"}, {}}},
    {"TwoLines", between("", "in"), {"E004 --set:1:1"}, "run.threads=4 a=5", {{"run.threads=4\na=5"}, {}}},
    {"Empty", between("", "in"), {"E004 --set:1:1"}, "not of the form", {{""}, {}}},
    {"ThroughAValue", between("", "in"), {"E004 --set:1:16"}, "is not a table", {{"nodes.in.stage.x=4"}, {}}},
    {"UnknownKey", between("", "in"), {"E012 --set:1:5"}, "did you mean `threads`?", {{"run.thread=4"}, {}}},
    {"Unit", between("", "in"), {"E014 --set:1:24"}, "^^^^^ `mib`", {{"limiters.memory.tokens=64mib"}, {}}},
    {"BehindWideCharacters", between("", "in"), {"E012 --set:1:5"}, "unknown key", {{"run.\"ü\"=4"}, {}}},
};
// clang-format on

class WrongSet : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongSet, IsReportedWhereItStands) { expect_reported(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Of, WrongSet, ::testing::ValuesIn(kWrongSettings), name_of);

TEST(Env, IsReplacedInEveryStringWhereTheNameIsAllowed) {
  ::setenv("WEIR_TEST_ROOT", "data", 1);
  ::setenv("WEIR_TEST_WORD", "${env:NOT_AGAIN}", 1);
  const Parsed parsed = parse(
      "[graph]\ndescription = \"${env:WEIR_TEST_WORD}\"\n"
      "[nodes.in]\nstage = \"files\"\nwith = { root = \"/${env:WEIR_TEST_ROOT}/${env:WEIR_TEST_ROOT}$\", "
      "include = [\"${env:WEIR_TEST_ROOT}\"] }\n"
      "[nodes.lines]\nstage = \"jsonl\"\nfrom = \"in\"\n",
      {{}, {"WEIR_TEST_ROOT", "WEIR_TEST_WORD"}});
  ASSERT_TRUE(parsed.specification) << parsed.text();
  EXPECT_EQ(parsed.specification->description, "${env:NOT_AGAIN}");
  EXPECT_EQ(*parsed.specification->nodes[0].with.find("root"), Value("/data/data$"));
  EXPECT_EQ(*parsed.specification->nodes[0].with.find("include"), Value(List{"data"}));
}

TEST(Secret, ShowsInNoReport) {
  const std::string in_file = parse(with_kinds("secret = \"hunter2\", integr = 1")).text();
  EXPECT_THAT(in_file, HasSubstr("secret = *********, integr = 1"));
  const std::string misspelt = parse(with_kinds("secrt = \"hunter2\"")).text();
  EXPECT_THAT(misspelt, HasSubstr("secrt = *********"));
  const Parsed parsed = parse(with_kinds("strings = []"), {{"nodes.n.with.secret=hunter2", "nodes.n.with.x=1"}, {}});
  EXPECT_THAT(parsed.text(), Not(HasSubstr("hunter2")));
  EXPECT_EQ(parsed.diagnostics.line(kCommandLine, 1), "nodes.n.with.secret=*******");
}

}  // namespace
}  // namespace weir::graph::testing
