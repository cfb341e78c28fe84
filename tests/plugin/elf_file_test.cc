#include "plugin/elf_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <random>

#include "plugin/plugin_facts.h"
#include "sdk_harness.h"

namespace weir::plugin {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

std::string built(const std::string& plugin) { return std::string(WEIR_TEST_PLUGINS) + "/" + plugin + ".so"; }

TEST(ElfFile, NamesTheSymbolsThatOthersCanSee) {
  ElfFile file(built("plain_library"));
  const std::vector<std::string> symbols = file.exported_symbols();
  EXPECT_THAT(symbols, Contains("not_a_plugin"));
  EXPECT_THAT(symbols, Not(Contains("getenv")));  // used, and defined elsewhere
}

TEST(PluginFacts, OutliveStripping) {
  const harness::TemporaryDirectory folder;
  const std::string stripped = (folder.path() / "pair.so").string();
  ASSERT_EQ(std::system(("strip -o '" + stripped + "' '" + built("pair") + "'").c_str()), 0);
  const PluginFacts facts = read_facts(stripped);
  EXPECT_EQ(facts.wrong, "");
  EXPECT_THAT(facts.stages, ElementsAre("pair.first", "pair.second"));
  EXPECT_EQ(facts.build_id, read_facts(built("pair")).build_id);
}

TEST(PluginFacts, AreThoseOfTheLinker) {
  EXPECT_EQ(read_facts(built("pair")).build_id.size(), 40u);
  EXPECT_NE(read_facts(built("pair")).build_id, read_facts(built("upper")).build_id);
}

TEST(PluginFacts, SayOfEveryTruncatedFileThatItIsNoPlugin) {
  const harness::TemporaryDirectory folder;
  const std::string bytes = harness::read_file(built("upper"));
  for (std::size_t size = 0; size < bytes.size(); size += size < 8192 ? 61 : 4099) {
    EXPECT_NE(read_facts(folder.write("cut.so", bytes.substr(0, size)).string()).wrong, "") << size;
  }
}

// A damaged file gives wrong facts or a sentence, and reads nothing beyond its end: the sanitizers watch.
TEST(PluginFacts, AreReadFromDamagedFilesWithoutHarm) {
  const harness::TemporaryDirectory folder;
  const std::string bytes = harness::read_file(built("plain_library"));
  std::mt19937 random(1);
  std::uint64_t section_headers = 0;
  std::memcpy(&section_headers, bytes.data() + offsetof(Elf64_Ehdr, e_shoff), sizeof section_headers);
  for (int round = 0; round < 400; ++round) {
    std::string damaged = bytes;
    for (int flip = 0; flip < 8; ++flip) {
      const std::size_t in_headers = section_headers + random() % (bytes.size() - section_headers);
      damaged[round % 2 ? in_headers : random() % 1024] = static_cast<char>(random());
    }
    EXPECT_NE(read_facts(folder.write("damaged.so", damaged).string()).wrong, "");
  }
}

}  // namespace
}  // namespace weir::plugin
