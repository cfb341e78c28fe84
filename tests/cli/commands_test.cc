// The other commands, and the words of the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/process.h"

namespace weir::testing {
namespace {

using ::testing::HasSubstr;

Ended at_home(const std::vector<std::string>& arguments) {
  const Workspace workspace;
  return weir(arguments, workspace.path());
}

TEST(CommandLine, HelpAndVersionGoToStandardOutput) {
  const Ended help = at_home({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* command :
       {"run", "validate", "graph", "list", "inspect", "status", "why", "dlq", "verify", "doctor"}) {
    EXPECT_THAT(help.out, HasSubstr(command));
  }
  EXPECT_THAT(at_home({"--version"}).out, HasSubstr("weir 0.1.0"));
}

TEST(CommandLine, MistakesAreExitCodeTwo) {
  EXPECT_EQ(at_home({}).code, 2);
  EXPECT_EQ(at_home({"frobnicate"}).code, 2);
  EXPECT_EQ(at_home({"run"}).code, 2);
  EXPECT_EQ(at_home({"run", "x.toml", "--no-such-option"}).code, 2);
  EXPECT_EQ(at_home({"status"}).code, 2);
  EXPECT_EQ(at_home({"run", "x.toml", "--limit", "0"}).code, 2);
}

TEST(Help, ListsExitCodes) {
  const Ended help = at_home({"help", "exit-codes"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("130"));
  EXPECT_EQ(at_home({"help", "nonsense"}).code, 2);
}

TEST(Explain, TellsAboutACode) {
  EXPECT_THAT(at_home({"explain", "E012"}).out, HasSubstr("E012"));
  EXPECT_EQ(at_home({"explain", "E999"}).code, 2);
}

TEST(Validate, AcceptsTheProjectsOwnGraphs) {
  for (const char* graph : {"sec_risk_factors.toml"}) {
    const Ended ended = at_home({"validate", (graphs() / graph).string()});
    EXPECT_EQ(ended.code, 0) << graph << "\n" << ended.err;
  }
}

TEST(Graph, IsDrawnAsTextDotAndMermaid) {
  const std::string graph = (graphs() / "sec_risk_factors.toml").string();
  EXPECT_THAT(at_home({"graph", graph}).out, HasSubstr("segments"));
  EXPECT_THAT(at_home({"graph", graph, "--format", "dot"}).out, HasSubstr("digraph"));
  EXPECT_THAT(at_home({"graph", graph, "--format", "mermaid"}).out, HasSubstr("flowchart"));
  EXPECT_EQ(at_home({"graph", graph, "--format", "png"}).code, 2);
}

TEST(List, NamesTheStagesOfThePlugins) {
  const Ended list = at_home({"list"});
  EXPECT_EQ(list.code, 0) << list.err;
  for (const char* stage : {"files", "html", "jsonl", "sec.sections", "segment", "route"}) {
    EXPECT_THAT(list.out, HasSubstr(stage));
  }
}

TEST(Inspect, TellsAllAboutAStageAndSuggestsForATypo) {
  const Ended inspect = at_home({"inspect", "segment"});
  EXPECT_EQ(inspect.code, 0) << inspect.err;
  EXPECT_THAT(inspect.out, HasSubstr("max_words"));
  EXPECT_THAT(inspect.out, HasSubstr("[nodes."));
  const Ended typo = at_home({"inspect", "segmnet"});
  EXPECT_EQ(typo.code, 2);
  EXPECT_THAT(typo.err, HasSubstr("segment"));
}

TEST(Doctor, TellsWhatTheMachineAllows) {
  const Ended doctor = at_home({"doctor"});
  EXPECT_EQ(doctor.code, 0);
  EXPECT_THAT(doctor.out, HasSubstr("memory"));
  EXPECT_THAT(doctor.out, HasSubstr("allocator"));
  EXPECT_THAT(doctor.out, HasSubstr("cpus"));
  EXPECT_THAT(doctor.out, HasSubstr("plugin path"));
}

}  // namespace
}  // namespace weir::testing
