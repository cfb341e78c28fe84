// The reference for authors, docs/graph-file.md: its examples are graphs, and its report is what weir prints.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "graph/parsing.h"
#include "graph/read_toml.h"

namespace weir::graph::testing {
namespace {

struct Block {
  std::string language;
  std::string text;
};

std::vector<Block> blocks() {
  std::ifstream page(std::string(WEIR_SOURCE_DIR) + "/docs/graph-file.md");
  std::vector<Block> blocks;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.push_back({line.substr(3), ""});
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

TEST(Documentation, HoldsGraphsThatAreRight) {
  std::size_t graphs = 0;
  for (const Block& block : blocks()) {
    if (block.language != "toml") continue;
    SyntaxError error;
    EXPECT_TRUE(read_toml(block.text, "doc", 1, error)) << error.message << "\n" << block.text;
    if (!block.text.starts_with("[graph]")) continue;  // a part of a graph
    ++graphs;
    const Parsed parsed = parse(block.text);
    EXPECT_TRUE(parsed.specification) << parsed.text();
  }
  EXPECT_GE(graphs, 2u);
}

TEST(Documentation, ShowsTheReportOfABrokenGraphAsItIs) {
  const std::string command = "$ weir validate broken.toml\n";
  std::string broken;
  for (const Block& block : blocks()) {
    if (block.text.starts_with("# broken.toml")) broken = block.text;
    if (!block.text.starts_with(command)) continue;
    Diagnostics diagnostics;
    EXPECT_FALSE(parse_text(broken, "broken.toml", "/", {}, catalogue(), diagnostics));
    EXPECT_EQ(block.text, command + render(diagnostics, false));
    return;
  }
  FAIL() << "the page shows no report";
}

}  // namespace
}  // namespace weir::graph::testing
