#include <weir/params.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

struct AllTypes {
  bool flag = true;
  std::int64_t integer = 3;
  std::uint8_t small = 7;
  std::size_t count = 9;
  double number = 0.5;
  std::string text = "text";
  Size size{std::uint64_t{64} << 20};
  Duration duration{600000};
  Secret secret{"hidden"};
  std::vector<std::string> names{"a", "b"};
  std::vector<std::int64_t> numbers{1, 2};
  std::vector<Table> rules;

  void declare(ParamList& list) {
    list.optional("flag", flag, "a flag");
    list.optional("integer", integer, "an integer");
    list.optional("small", small, "an integer of one byte");
    list.optional("count", count, "an integer that is not negative");
    list.optional("number", number, "a number");
    list.optional("text", text, "a text");
    list.optional("size", size, "a size");
    list.optional("duration", duration, "a duration");
    list.optional("secret", secret, "a secret");
    list.optional("names", names, "names");
    list.optional("numbers", numbers, "numbers");
    list.optional("rules", rules, "rules");
  }
};

class ParamsTest : public ::testing::Test {
 protected:
  ParamsTest() { params_.declare(list_); }
  std::optional<std::string> assign(std::string_view name, const Value& value) {
    return list_.find(name)->assign(value);
  }

  AllTypes params_;
  ParamList list_;
};

TEST_F(ParamsTest, ADeclarationSaysTypesAndHelp) {
  std::vector<std::string> types;
  for (const ParamSpec& spec : list_.specs()) types.emplace_back(to_string(spec.type()));
  EXPECT_THAT(types, ElementsAre("boolean", "integer", "integer", "integer", "number", "string", "size", "duration",
                                 "secret", "list of strings", "list of integers", "list of tables"));
  EXPECT_EQ(list_.find("flag")->help(), "a flag");
  EXPECT_EQ(list_.find("none"), nullptr);
}

TEST_F(ParamsTest, DefaultsReadAsAGraphAuthorWouldWriteThem) {
  EXPECT_EQ(list_.find("flag")->default_value(), Value(true));
  EXPECT_EQ(list_.find("small")->default_value(), Value(7));
  EXPECT_EQ(list_.find("number")->default_value(), Value(0.5));
  EXPECT_EQ(list_.find("size")->default_value(), Value("64MiB"));
  EXPECT_EQ(list_.find("duration")->default_value(), Value("10min"));
  EXPECT_EQ(list_.find("names")->default_value(), Value(List{"a", "b"}));
  EXPECT_EQ(list_.find("numbers")->default_value(), Value(List{1, 2}));
}

TEST_F(ParamsTest, EveryDefaultBinds) {
  for (const ParamSpec& spec : list_.specs()) {
    if (spec.type() == ParamType::secret) continue;
    EXPECT_EQ(spec.assign(spec.default_value()), std::nullopt) << spec.name();
  }
}

TEST_F(ParamsTest, ASecretHasNoDefaultThatShows) { EXPECT_TRUE(list_.find("secret")->default_value().is_null()); }

TEST_F(ParamsTest, ValuesAreBoundToTheirFields) {
  Table rule;
  rule.set("port", "x");
  EXPECT_EQ(assign("flag", false), std::nullopt);
  EXPECT_EQ(assign("integer", -5), std::nullopt);
  EXPECT_EQ(assign("small", 255), std::nullopt);
  EXPECT_EQ(assign("number", 2), std::nullopt);  // a number may be written without a point
  EXPECT_EQ(assign("text", "other"), std::nullopt);
  EXPECT_EQ(assign("size", "1.5GiB"), std::nullopt);
  EXPECT_EQ(assign("duration", "250ms"), std::nullopt);
  EXPECT_EQ(assign("secret", "key"), std::nullopt);
  EXPECT_EQ(assign("names", List{"c"}), std::nullopt);
  EXPECT_EQ(assign("numbers", List{}), std::nullopt);
  EXPECT_EQ(assign("rules", List{rule}), std::nullopt);
  EXPECT_FALSE(params_.flag);
  EXPECT_EQ(params_.integer, -5);
  EXPECT_EQ(params_.small, 255);
  EXPECT_EQ(params_.number, 2.0);
  EXPECT_EQ(params_.text, "other");
  EXPECT_EQ(params_.size.bytes, 1610612736u);
  EXPECT_EQ(params_.duration.count(), 250);
  EXPECT_EQ(params_.secret.value, "key");
  EXPECT_THAT(params_.names, ElementsAre("c"));
  EXPECT_TRUE(params_.numbers.empty());
  EXPECT_THAT(params_.rules, ElementsAre(rule));
}

TEST_F(ParamsTest, AWrongTypeIsToldByWhatIsExpected) {
  EXPECT_THAT(assign("flag", 1), Optional(std::string("must be true or false")));
  EXPECT_THAT(assign("integer", 1.5), Optional(std::string("must be an integer")));
  EXPECT_THAT(assign("integer", "1"), Optional(std::string("must be an integer")));
  EXPECT_THAT(assign("number", "1"), Optional(std::string("must be a number")));
  EXPECT_THAT(assign("text", 1), Optional(std::string("must be a string")));
  EXPECT_THAT(assign("size", 64), Optional(std::string("must be a size such as \"64MiB\"")));
  EXPECT_THAT(assign("size", "64"), Optional(std::string("must be a size such as \"64MiB\"")));
  EXPECT_THAT(assign("duration", "10 minutes"), Optional(std::string("must be a duration such as \"10min\"")));
  EXPECT_THAT(assign("names", "a"), Optional(std::string("must be a list of strings")));
  EXPECT_THAT(assign("names", List{"a", 1}), Optional(std::string("must be a list of strings")));
  EXPECT_THAT(assign("numbers", List{"a"}), Optional(std::string("must be a list of integers")));
  EXPECT_THAT(assign("rules", List{1}), Optional(std::string("must be a list of tables")));
  EXPECT_THAT(assign("text", Value()), Optional(std::string("must be a string")));
}

TEST_F(ParamsTest, AnIntegerThatTheFieldCannotHoldIsToldByItsBounds) {
  EXPECT_THAT(assign("small", 256), Optional(std::string("must be between 0 and 255")));
  EXPECT_THAT(assign("small", -1), Optional(std::string("must be between 0 and 255")));
  EXPECT_THAT(assign("count", -1), Optional(std::string("must be at least 0")));
  EXPECT_EQ(assign("integer", std::numeric_limits<std::int64_t>::min()), std::nullopt);
}

TEST_F(ParamsTest, AListThatIsRefusedLeavesTheFieldAlone) {
  EXPECT_NE(assign("names", List{"x", 1}), std::nullopt);
  EXPECT_THAT(params_.names, ElementsAre("a", "b"));
}

TEST(ParamSpec, RangesHoldAtBothEndsAndForEachElement) {
  std::int64_t words = 20;
  double share = 0.5;
  std::vector<std::int64_t> items;
  ParamList list;
  list.optional("words", words, "").range(1, 10000000);
  list.optional("share", share, "").range(0.25, 1.0);
  list.optional("items", items, "").range(1, 3);
  EXPECT_EQ(list.find("words")->assign(1), std::nullopt);
  EXPECT_EQ(list.find("words")->assign(10000000), std::nullopt);
  EXPECT_THAT(list.find("words")->assign(0), Optional(std::string("must be between 1 and 10000000")));
  EXPECT_THAT(list.find("share")->assign(1.01), Optional(std::string("must be between 0.25 and 1")));
  EXPECT_THAT(list.find("share")->assign(2), Optional(std::string("must be between 0.25 and 1")));
  EXPECT_THAT(list.find("share")->assign(std::numeric_limits<double>::quiet_NaN()),
              Optional(std::string("must be between 0.25 and 1")));
  EXPECT_EQ(list.find("items")->assign(List{1, 3}), std::nullopt);
  EXPECT_THAT(list.find("items")->assign(List{1, 4}), Optional(std::string("must be between 1 and 3")));
}

TEST(ParamSpec, RangesOfSizesAndDurationsReadAsSuch) {
  Size size;
  Duration duration{};
  ParamList list;
  list.optional("size", size, "").range(1024, 1048576);
  list.optional("duration", duration, "").range(1, 60000);
  EXPECT_THAT(list.find("size")->assign("2MiB"), Optional(std::string("must be between \"1KiB\" and \"1MiB\"")));
  EXPECT_THAT(list.find("duration")->assign("2min"), Optional(std::string("must be between \"1ms\" and \"1min\"")));
  EXPECT_EQ(list.find("duration")->assign("60s"), std::nullopt);
}

TEST(ParamSpec, ChoicesHoldForStringsAndForEachElement) {
  std::string form = "10-K";
  std::vector<std::string> items{"1A"};
  ParamList list;
  list.optional("form", form, "").one_of({"10-K", "10-Q"});
  list.optional("items", items, "").one_of({"1A", "7"});
  EXPECT_EQ(list.find("form")->assign("10-Q"), std::nullopt);
  EXPECT_THAT(list.find("form")->assign("8-K"), Optional(std::string("must be one of \"10-K\", \"10-Q\"")));
  EXPECT_EQ(list.find("items")->assign(List{"7", "1A"}), std::nullopt);
  EXPECT_THAT(list.find("items")->assign(List{"7", "9"}), Optional(std::string("must be one of \"1A\", \"7\"")));
}

TEST(ParamSpec, SaysWhatItIsFor) {
  std::string path;
  std::int64_t threads = 1;
  ParamList list;
  list.required("path", path, "").file();
  list.optional("threads", threads, "").not_in_output();
  EXPECT_TRUE(list.find("path")->required());
  EXPECT_TRUE(list.find("path")->is_file());
  EXPECT_TRUE(list.find("path")->affects_output());
  EXPECT_TRUE(list.find("path")->default_value().is_null());
  EXPECT_FALSE(list.find("threads")->required());
  EXPECT_FALSE(list.find("threads")->affects_output());
}

}  // namespace
}  // namespace weir
