#include <weir/name.h>

#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Origin origin(std::string path) {
  Origin origin;
  origin.path = std::move(path);
  return origin;
}

TEST(Name, FillsInFieldsOfTheOriginAndTheMetadata) {
  Metadata metadata;
  metadata.set("section", "1A");
  metadata.set("fiscal_year", 2020);
  metadata.set("amendment_flag", false);
  const Origin file = origin("edgar/2020/acme.10k.html");
  EXPECT_EQ(fill_name("{path}_{section}.json", file, metadata), "edgar/2020/acme.10k_1A.json");
  EXPECT_EQ(fill_name("{stem}-{fiscal_year}.txt", file, metadata), "acme.10k-2020.txt");
  EXPECT_EQ(fill_name("{id}", file, metadata), "edgar_2020_acme.10k.html");
  EXPECT_EQ(fill_name("{amendment_flag}", file, metadata), "false");
  EXPECT_EQ(fill_name("plain.txt", file, metadata), "plain.txt");
}

TEST(Name, SaysUnknownForWhatADocumentDoesNotHave) {
  Metadata metadata;
  metadata.set("null", Value());
  metadata.set("list", List{1});
  EXPECT_EQ(fill_name("{none}_{null}_{list}", origin("a"), metadata), "unknown_unknown_unknown");
}

TEST(Name, TellsRecordsAndMembersApart) {
  Origin record = origin("chat.jsonl");
  record.is_record = true;
  record.ordinal = 17;
  EXPECT_EQ(record.id(), "chat.jsonl:17");
  EXPECT_EQ(fill_name("{id}", record, {}), "chat.jsonl_17");
  Origin member = origin("all.zip");
  member.member = "x/y.html";
  EXPECT_EQ(member.id(), "all.zip!x/y.html");
  EXPECT_EQ(fill_name("{path}", member, {}), "all.zip/x/y");
}

TEST(Name, LeavesNothingThatMeansSomethingToAFileSystemOrShell) {
  Metadata metadata;
  metadata.set("x", "../../etc/passwd");
  EXPECT_EQ(fill_name("{x}", origin("a"), metadata), "_._.._etc_passwd");
  EXPECT_EQ(safe_name(""), "_");
  EXPECT_EQ(safe_name("."), "_");
  EXPECT_EQ(safe_name(".."), "_.");
  EXPECT_EQ(safe_name("a b$(c)\n"), "a_b__c__");
  EXPECT_EQ(safe_name("/a//b/../c", true), "_a/_b/_./c");
}

TEST(Name, NoPartOfASafePathIsHiddenOrLeadsUpwards) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (unsigned i = 0; i < random() % 8; ++i) text += "./a\\ \xC3"[random() % 6];
    const std::string safe = safe_name(text, true);
    ASSERT_EQ(safe.find("//"), std::string::npos) << text;
    ASSERT_NE(safe.front(), '/') << text;
    ASSERT_NE(safe.front(), '.') << text;
    ASSERT_EQ(safe.find("/."), std::string::npos) << text;
  }
}

TEST(Name, TakesTheLastExtensionOfTheLastPartOnly) {
  EXPECT_EQ(without_extension("a.b/c"), "a.b/c");
  EXPECT_EQ(without_extension("a/b.tar.gz"), "a/b.tar");
  EXPECT_EQ(without_extension("a/.hidden"), "a/.hidden");
  EXPECT_EQ(without_extension("a"), "a");
}

TEST(Name, ListsTheFieldsOfAPattern) {
  EXPECT_THAT(name_fields("{path}_{section}.json"), ElementsAre("path", "section"));
  EXPECT_THAT(name_fields("plain"), IsEmpty());
  EXPECT_THAT(name_fields("{path"), ElementsAre(""));  // not closed
}

}  // namespace
}  // namespace weir
