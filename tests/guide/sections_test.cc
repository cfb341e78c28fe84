// docs/sections.md, taken at its word: its commands are run over the samples, and its node is put into the graph.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "guide/page.h"
#include "sdk_harness.h"

namespace weir {
namespace {

using ::testing::ElementsAre;

const std::string kSource = WEIR_SOURCE_DIR;

// Runs commands in a folder that has the project's graphs. Prints what they said if one fails.
bool shell(const std::filesystem::path& folder, const std::string& commands) {
  std::ofstream(folder / "commands.sh") << "set -eu\ncd '" << folder.string() << "'\nexport PATH='" << WEIR_BINARY_DIR
                                        << "/bin':$PATH\n"
                                        << commands;
  const std::string script = (folder / "commands.sh").string();
  const bool done = std::system(("sh '" + script + "' > '" + script + ".log' 2>&1").c_str()) == 0;
  if (!done) ADD_FAILURE() << harness::read_file(script + ".log");
  return done;
}

// The sections that the lines of a run's segments are of.
std::set<std::string> sections_in(const std::filesystem::path& segments) {
  std::set<std::string> sections;
  std::istringstream lines(harness::read_file(segments));
  const std::string key = "\"section\":\"";
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find(key);
    if (begin == std::string::npos) continue;
    sections.insert(line.substr(begin + key.size(), line.find('"', begin + key.size()) - begin - key.size()));
  }
  return sections;
}

TEST(SectionsPage, ItsCommandsExtractWhatItSays) {
  const harness::TemporaryDirectory folder;
  std::filesystem::create_directory_symlink(kSource + "/graphs", folder.path() / "graphs");
  ASSERT_EQ(guide::blocks_of("sections.md", "sh").size(), 1U);
  ASSERT_TRUE(shell(folder.path(), guide::blocks_of("sections.md", "sh").front()));
  EXPECT_THAT(sections_in(folder.path() / "runs/quarterly/out/segments.jsonl"), ElementsAre("II-1A"));
  EXPECT_THAT(sections_in(folder.path() / "runs/discussion/out/segments.jsonl"), ElementsAre("I-2", "II-5"));
}

TEST(SectionsPage, ItsNodeIsValidInTheGraph) {
  const harness::TemporaryDirectory folder;
  std::filesystem::create_directory_symlink(kSource + "/graphs/samples", folder.path() / "samples");
  std::string graph = harness::read_file(kSource + "/graphs/sec_risk_factors.toml");
  const std::size_t begin = graph.find("[nodes.sections]");
  graph.replace(begin, graph.find("[nodes.clean]") - begin, guide::blocks_of("sections.md", "toml").at(0) + "\n");
  folder.write("graph.toml", graph);
  EXPECT_TRUE(shell(folder.path(), "weir validate graph.toml"));
}

}  // namespace
}  // namespace weir
