#include "plugin/node_to_paste.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <toml++/toml.h>
#include <regex>

#include <weir/plugin.h>

#include "plugin/catalogue.h"

namespace weir::plugin {
namespace {

// Each type of parameter twice: required, with bounds that a thoughtless value would miss, and with a default.
class Everything final : public Transform {
 public:
  struct Params {
    bool flag = false;
    std::int64_t high = 0;
    std::int64_t negative = 0;
    double share = 0;
    std::string text;
    std::string choice;
    Size size;
    Duration duration{};
    Secret secret;
    std::vector<std::string> names;
    std::vector<std::int64_t> numbers;
    std::vector<Table> rules;

    bool default_flag = true;
    double default_number = 2;
    std::string default_text = "a \"quoted\"\\\n\x7F text";
    Size default_size{1500};
    Duration default_duration{250};
    std::vector<std::string> default_names{"**/*.{htm,html}", ""};
    std::vector<Table> default_rules{rule()};

    static Table rule() {
      Table rule;
      rule.set("port", "poor");
      rule.set("odd key", 0.4);
      return rule;
    }

    void declare(ParamList& list) {
      list.required("flag", flag, "a flag");
      list.required("high", high, "an integer").range(15, 20);
      list.required("negative", negative, "an integer").range(-20, -15);
      list.required("share", share, "a number").range(0.1, 0.2);
      list.required("text", text, "a text");
      list.required("choice", choice, "a choice").one_of({"\"one\"", "two"});
      list.required("size", size, "a size").range(1e6, 2e6);
      list.required("duration", duration, "a duration").range(1000, 2000);
      list.required("secret", secret, "a secret");
      list.required("names", names, "names").one_of({"x", "y"});
      list.required("numbers", numbers, "numbers").range(7, 9);
      list.required("rules", rules, "rules");
      list.optional("default_flag", default_flag, "");
      list.optional("default_number", default_number, "a\nnumber");
      list.optional("default_text", default_text, "a text");
      list.optional("default_size", default_size, "a size");
      list.optional("default_duration", default_duration, "a duration");
      list.optional("default_names", default_names, "names");
      list.optional("default_rules", default_rules, "rules");
    }
  };
  explicit Everything(const Params&) {}
  void process(Document, Emitter&) override {}
};

Value value_of(const toml::node& node) {
  if (const auto* boolean = node.as_boolean()) return boolean->get();
  if (const auto* integer = node.as_integer()) return integer->get();
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* array = node.as_array()) {
    List list;
    for (const toml::node& element : *array) list.push_back(value_of(element));
    return list;
  }
  Table table;
  for (const auto& [key, value] : *node.as_table()) table.set(key.str(), value_of(value));
  return table;
}

// Parses a node as a graph file and binds what stands in `with`.
void expect_valid(const StageInfo& info, const std::string& node, std::size_t parameters) {
  const toml::table file = toml::parse(node);
  const std::string id = info.name.substr(info.name.rfind('.') + 1);
  const toml::table* table = file["nodes"][id].as_table();
  ASSERT_NE(table, nullptr);
  EXPECT_EQ((*table)["stage"].value<std::string>(), info.name);
  EXPECT_EQ(table->contains("from"), info.kind != StageKind::source);
  const auto params = info.make_params();
  ParamList list;
  params->declare(list);
  std::size_t bound = 0;
  if (const toml::table* with = (*table)["with"].as_table()) {
    for (const auto& [key, value] : *with) {
      const ParamSpec* spec = list.find(key.str());
      ASSERT_NE(spec, nullptr) << key.str();
      EXPECT_EQ(spec->assign(value_of(value)), std::nullopt) << key.str();
      ++bound;
    }
  }
  EXPECT_EQ(bound, parameters);
}

TEST(NodeToPaste, IsAValidNodeWithAllThatIsRequired) {
  const StageInfo info = stage<Everything>("test.everything", "Has everything.");
  expect_valid(info, node_to_paste(info), 12);
}

TEST(NodeToPaste, StaysValidWhereADefaultIsTakenOutOfItsComment) {
  const StageInfo info = stage<Everything>("everything", "Has everything.");
  const std::string node = std::regex_replace(node_to_paste(info), std::regex("(^|\n)# "), "$1");
  expect_valid(info, node, 19);
}

TEST(NodeToPaste, HasNoSettingsWhereThereAreNone) {
  class Plain final : public Source {
   public:
    void list(Lister&) override {}
    void read(const ListedEntry&, SourceEmitter&) override {}
  };
  const StageInfo info = stage<Plain>("plain", "Has nothing.");
  EXPECT_EQ(node_to_paste(info), "[nodes.plain]\nstage = \"plain\"\n");
}

}  // namespace
}  // namespace weir::plugin
