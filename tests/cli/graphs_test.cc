// The graphs of the project. What each of them shows is asserted beside the tests of that.
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/process.h"

namespace weir::testing {
namespace {

TEST(Graphs, AreAllRight) {
  const Workspace workspace;
  int count = 0;
  for (const auto& each : std::filesystem::directory_iterator(graphs())) {
    if (each.path().extension() != ".toml") continue;
    const Ended ended = weir({"validate", each.path().string()}, workspace.path());
    EXPECT_EQ(ended.code, 0) << each.path() << ended.err;
    ++count;
  }
  EXPECT_GE(count, 8);
}

}  // namespace
}  // namespace weir::testing
