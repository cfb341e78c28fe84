// The graphs of the project. What each of them shows is asserted beside the tests of that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/process.h"

namespace weir::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

TEST(Graphs, AreAllRight) {
  const Workspace workspace;
  int count = 0;
  for (const auto& each : std::filesystem::directory_iterator(graphs())) {
    if (each.path().extension() != ".toml") continue;
    const Ended ended = weir({"validate", each.path().string()}, workspace.path());
    EXPECT_EQ(ended.code, 0) << each.path() << ended.err;
    ++count;
  }
  EXPECT_GE(count, 9);
}

TEST(Graphs, LimitedCallsMakesACallForEachNoteAndSaysWhatWasTakenOfEachLimiter) {
  const Workspace workspace;
  const Ended ended = weir({"run", (graphs() / "limited_calls.toml").string(), "--directory", "run"}, workspace.path());
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("3 read = 3 done + 0 filtered + 0 dead"));
  const std::string records = read_file(workspace / "run/out/notes.jsonl");
  EXPECT_THAT(records, AllOf(HasSubstr("THE TOWN CLOCK LOSES"), HasSubstr("IN FOG THE CAPTAIN WAITS."),
                             HasSubstr("TOO SHORT TO KEEP.")));
  const std::string status = weir({"status", "run", "--format", "json"}, workspace.path()).out;
  for (const std::string limiter : {"places", "pace", "plan"}) {
    EXPECT_THAT(status,
                ContainsRegex("\"name\":\"" + limiter +
                              "\"[^}]*\"taken_by\":\\[\\{\"node\":\"upper\",\"count\":1\\}\\][^}]*\"taken\":3"));
  }
  EXPECT_THAT(status, HasSubstr("\"used\":3"));
}

}  // namespace
}  // namespace weir::testing
