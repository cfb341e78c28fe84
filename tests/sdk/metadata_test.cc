#include <weir/metadata.h>

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> keys(const Metadata& metadata) {
  std::vector<std::string> keys;
  metadata.for_each([&](std::string_view key, const Value&) { keys.emplace_back(key); });
  return keys;
}

TEST(Metadata, KeepsKeysInTheOrderInWhichTheyWereFirstSet) {
  Metadata metadata;
  metadata.set("b", 1);
  metadata.set("a", 2);
  metadata.set("b", 3);
  EXPECT_THAT(keys(metadata), ElementsAre("b", "a"));
  EXPECT_EQ(*metadata.find("b"), Value(3));
}

TEST(Metadata, IsInheritedWithoutBeingCopied) {
  Metadata parent;
  parent.set("company", std::string(100, 'x'));
  const Metadata one = parent.share();
  const Metadata two = parent.share();
  EXPECT_EQ(one.find("company"), parent.find("company"));
  EXPECT_EQ(two.find("company"), parent.find("company"));
}

TEST(Metadata, ChangesOfOneDocumentShowInNoOther) {
  Metadata parent;
  parent.set("a", "parent");
  Metadata child = parent.share();
  Metadata sibling = parent.share();
  child.set("a", "child");
  child.set("b", 1);
  parent.set("a", "later");
  EXPECT_EQ(child.string("a"), "child");
  EXPECT_EQ(sibling.string("a"), "parent");
  EXPECT_EQ(parent.string("a"), "later");
  EXPECT_EQ(sibling.find("b"), nullptr);
}

TEST(Metadata, AKeyThatIsSetAgainBelowKeepsItsFirstPlace) {
  Metadata parent;
  parent.set("id", "parent");
  parent.set("path", "p");
  Metadata child = parent.share();
  child.set("section", "1A");
  child.set("id", "child");
  EXPECT_THAT(keys(child), ElementsAre("id", "path", "section"));
  const Metadata grandchild = child.share();
  EXPECT_THAT(keys(grandchild), ElementsAre("id", "path", "section"));
  EXPECT_EQ(grandchild.string("id"), "child");
}

TEST(Metadata, GivesNoStringForValuesOfOtherTypes) {
  Metadata metadata;
  metadata.set("year", 2020);
  EXPECT_EQ(metadata.string("year"), "");
  EXPECT_EQ(metadata.string("none"), "");
}

TEST(Table, ReplacesInPlaceAndErases) {
  Table table;
  table.set("a", 1);
  table.set("b", 2);
  table.set("a", "x");
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.begin()->second, Value("x"));
  table.erase("a");
  EXPECT_EQ(table.find("a"), nullptr);
  EXPECT_EQ(*table.find("b"), Value(2));
}

TEST(Value, TakesIntegersOfAnyWidth) {
  EXPECT_EQ(*Value(std::uint8_t{200}).integer(), 200);
  EXPECT_EQ(*Value(std::uint32_t{4000000000}).integer(), 4000000000);
  EXPECT_EQ(*Value(std::size_t{7}).integer(), 7);
  EXPECT_EQ(*Value(-1LL).integer(), -1);
}

TEST(Value, KeepsTypesApart) {
  EXPECT_NE(Value(true).boolean(), nullptr);
  EXPECT_EQ(Value(true).integer(), nullptr);
  EXPECT_EQ(Value(1).boolean(), nullptr);
  EXPECT_EQ(Value(1.0).integer(), nullptr);
  EXPECT_NE(Value("text").string(), nullptr);
  EXPECT_TRUE(Value().is_null());
  EXPECT_TRUE(Value(nullptr).is_null());
}

}  // namespace
}  // namespace weir
