// docs/writing-a-stage.md, taken at its word: its commands are run outside of this tree, its stage is loaded and run
// over documents, and all its other code is compiled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "batch/graph.h"
#include "guide/page.h"
#include "plugin/catalogue.h"
#include "plugin/describe.h"
#include "sdk_harness.h"

namespace weir {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Runs commands in a folder; prints what they said if they fail.
bool shell(const std::filesystem::path& folder, const std::string& commands) {
  const std::filesystem::path script = folder / "commands.sh";
  std::ofstream(script) << "set -eu\ncd '" << folder.string() << "'\nBUILD='" << WEIR_BINARY_DIR << "'\nWEIR='"
                        << folder.string() << "/prefix'\n"
                        << commands;
  const bool done = std::system(("sh '" + script.string() + "' > '" + script.string() + ".log' 2>&1").c_str()) == 0;
  if (!done) ADD_FAILURE() << harness::read_file(script.string() + ".log");
  return done;
}

class NodeResources final : public Resources {
 public:
  explicit NodeResources(std::string base_directory) : base_directory_(std::move(base_directory)) {}
  const std::string& base_directory() const override { return base_directory_; }
  Logger& log() const override { throw std::logic_error("this stage does not log"); }

 private:
  std::string base_directory_;
};

// A folder with the page's stage, built as the page says.
class WritingAStage : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = new harness::TemporaryDirectory;
    folder->write("mentions.cc", guide::blocks_of("writing-a-stage.md", "cpp").front());
    folder->write("names.txt", "Acme\nGlobex\n");
    built = shell(folder->path(), guide::blocks_of("writing-a-stage.md", "sh").front());
  }
  static void TearDownTestSuite() {
    delete folder;
    folder = nullptr;
  }
  void SetUp() override { ASSERT_TRUE(built); }

  static plugin::SearchPath stages() { return plugin::search_path({(folder->path() / "stages").string()}, "", ""); }

  inline static harness::TemporaryDirectory* folder = nullptr;
  inline static bool built = false;
};

TEST_F(WritingAStage, FitsIntoFortyLines) {
  const std::string stage = guide::blocks_of("writing-a-stage.md", "cpp").front();
  EXPECT_LE(std::count(stage.begin(), stage.end(), '\n'), 40);
}

TEST_F(WritingAStage, ItsStageRunsOverDocuments) {
  plugin::Catalogue catalogue(stages());
  const StageInfo* info = catalogue.find("mentions");
  ASSERT_NE(info, nullptr) << catalogue.why_unavailable("mentions");
  EXPECT_THAT(catalogue.problems(), IsEmpty());

  const std::shared_ptr<BoundParams> params = info->make_params();
  ParamList list;
  params->declare(list);
  ASSERT_EQ(list.find("list")->assign("names.txt"), std::nullopt);

  batch::Graph graph;
  graph.source();
  batch::Node node;
  node.id = "mentions";
  node.stage = info;
  node.params = params;
  node.ports = info->ports;
  node.from = {batch::PortOf{0, 0}};
  graph.wiring.nodes.push_back(node);
  const std::size_t lines = graph.sink("lines", 1, [](const Document& document, RecordWriter& out) {
    const List& mentions = *document.metadata().find("mentions")->list();
    for (const Value& name : mentions) out.append(*name.string() + " ");
    batch::write_line(document, out);
  });
  graph.wiring.connect();
  const NodeResources resources(folder->path().string());
  for (const batch::Node& each : graph.wiring.nodes) {
    graph.instances.push_back(std::make_unique<batch::Instances>(each, resources));
  }

  const auto done = graph.run({"About Acme.", "About nobody.", "Acme sues Globex."});
  EXPECT_EQ(graph.written(*done, lines), "Acme About Acme.\nAcme Globex Acme sues Globex.\n");
  EXPECT_THAT(batch::drops(done->result(1)), ElementsAre("1 no_mention"));
  EXPECT_THAT(batch::failures(done->result(1)), IsEmpty());
}

TEST_F(WritingAStage, ItsStageIsDescribedByWhatItDeclares) {
  plugin::Catalogue catalogue(stages());
  const StageInfo* info = catalogue.find("mentions");
  ASSERT_NE(info, nullptr);
  const std::string text = plugin::describe_stage(*info, catalogue.plugin_of("mentions"));
  EXPECT_THAT(text,
              HasSubstr("list  string, required, a file beside the graph\n        file with a name on each line"));
  EXPECT_THAT(text, HasSubstr("no_mention  the text holds none of the names"));
  EXPECT_THAT(text, HasSubstr("[nodes.mentions.with]\nlist = \"...\""));
}

TEST_F(WritingAStage, AListThatCannotBeReadIsToldByLoad) {
  plugin::Catalogue catalogue(stages());
  const StageInfo* info = catalogue.find("mentions");
  ASSERT_NE(info, nullptr);
  EXPECT_THROW(info->load(*info->make_params(), NodeResources("/nowhere")), std::runtime_error);
}

TEST_F(WritingAStage, AllItsOtherCodeCompiles) {
  const std::vector<std::string> blocks = guide::blocks_of("writing-a-stage.md", "cpp");
  ASSERT_GT(blocks.size(), 3u);
  std::string commands;
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    const std::string name = "block_" + std::to_string(i) + ".cc";
    folder->write(name, "#include <weir/plugin.h>\n" + blocks[i]);
    commands += "g++ -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I \"$WEIR/include\" " + name + "\n";
  }
  EXPECT_TRUE(shell(folder->path(), commands));
}

TEST_F(WritingAStage, CMakeFindsTheInstalledHeaders) {
  folder->write("with_cmake/CMakeLists.txt",
                "cmake_minimum_required(VERSION 3.25)\n"
                "project(mine LANGUAGES CXX)\n"
                "find_package(weir 0.1 REQUIRED)\n"
                "add_library(mentions MODULE ../mentions.cc)\n"
                "target_link_libraries(mentions PRIVATE weir::sdk)\n"
                "set_target_properties(mentions PROPERTIES PREFIX \"\")\n");
  ASSERT_TRUE(shell(folder->path(),
                    "cmake -S with_cmake -B with_cmake/build -DCMAKE_PREFIX_PATH=\"$WEIR\"\n"
                    "cmake --build with_cmake/build\n"));
  plugin::Catalogue catalogue(plugin::search_path({(folder->path() / "with_cmake/build").string()}, "", ""));
  EXPECT_NE(catalogue.find("mentions"), nullptr) << catalogue.why_unavailable("mentions");
}

}  // namespace
}  // namespace weir
