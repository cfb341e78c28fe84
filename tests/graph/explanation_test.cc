#include "graph/explanation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace weir::graph {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// "E012" for each place where a code stands in quotes in the sources of a folder.
std::set<std::string> codes_in(const fs::path& folder, const std::string& but) {
  std::set<std::string> codes;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".cc" || entry.path().filename() == but) continue;
    const std::string text = read(entry.path());
    for (std::size_t at = text.find("\"E0"); at != std::string::npos; at = text.find("\"E0", at + 1)) {
      codes.insert(text.substr(at + 1, 4));
    }
  }
  return codes;
}

std::set<std::string> explained() {
  std::set<std::string> codes;
  for (const Explanation& explanation : explanations()) codes.emplace(explanation.code);
  return codes;
}

TEST(Explanation, IsFoundByItsCode) {
  ASSERT_TRUE(explain("E012"));
  EXPECT_EQ(explain("E012")->title, "an unknown key");
  EXPECT_EQ(explain("e012")->code, "E012");
  EXPECT_FALSE(explain("E999"));
  EXPECT_FALSE(explain(""));
}

TEST(Explanation, IsThereOnceForEachCodeThatIsReported) {
  EXPECT_EQ(codes_in(fs::path(WEIR_SOURCE_DIR) / "engine/graph", "explanation.cc"), explained());
  EXPECT_EQ(explained().size(), explanations().size());
  EXPECT_TRUE(std::is_sorted(explanations().begin(), explanations().end(),
                             [](const Explanation& a, const Explanation& b) { return a.code < b.code; }));
}

TEST(Explanation, IsOnlyOfWhatATestMakesHappen) {
  EXPECT_EQ(codes_in(fs::path(WEIR_SOURCE_DIR) / "tests/graph", "explanation_test.cc"), explained());
}

// The table in the documentation has a row `| E012 | an unknown key |` for each.
TEST(Explanation, IsListedInTheDocumentation) {
  std::vector<std::string> listed;
  std::istringstream text(read(fs::path(WEIR_SOURCE_DIR) / "docs/graph-file.md"));
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("| E0")) listed.push_back(line);
  }
  std::vector<std::string> expected;
  for (const Explanation& one : explanations()) {
    expected.push_back("| " + std::string(one.code) + " | " + std::string(one.title) + " |");
  }
  EXPECT_EQ(listed, expected);
}

}  // namespace
}  // namespace weir::graph
