#include "manifest/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "manifest/csv_rows.h"
#include "manifest/jsonl_rows.h"
#include "manifest/toml_rows.h"
#include "sdk_harness.h"

namespace weir::manifest {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ManifestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"in/a.txt", "in/b.txt", "in/deep/c.txt"}) folder_.write(name, name);
  }

  harness::Listing list(const std::string& name, const std::string& text, Table with = {}) {
    folder_.write("in/" + name, text);
    with.set("file", "in/" + name);
    harness::Listing listing(folder_.path().string());
    Manifest(harness::bind<Manifest::Params>(with)).list(listing);
    return listing;
  }

  std::string error_of(const std::string& name, const std::string& text) {
    try {
      list(name, text);
    } catch (const ListingError& error) {
      return error.what();
    }
    return "";
  }

  // The metadata of the documents that an entry becomes.
  static Table metadata_of(const ListedEntry& entry) {
    harness::Reading reading(entry);
    Manifest(Manifest::Params{}).read(entry, reading);
    const harness::Answer answer = reading.answer();
    return answer.documents.empty() ? Table() : answer.documents.front().metadata().to_table();
  }

  harness::TemporaryDirectory folder_;
};

TEST_F(ManifestTest, SaysTheSameInEveryFormat) {
  const std::vector<std::pair<std::string, std::string>> manifests{
      {"m.csv",
       "path,id,priority,depends_on,cost,author,pages:integer,score:number,checked:boolean\r\n"
       "b.txt,,,,,\"Quill, \"\"T.\"\"\nof Wick\",12,0.5,true\r\n"
       "./a.txt,first,high, b.txt ; deep/c.txt,1.5GiB,,,,\r\n"
       "deep/c.txt,,,,,,,,\r\n"},
      {"m.jsonl",
       "{\"path\": \"b.txt\", \"author\": \"Quill, \\\"T.\\\"\\nof Wick\", \"pages\": 12, \"score\": 0.5, "
       "\"checked\": true}\n\n"
       "{\"path\": \"./a.txt\", \"id\": \"first\", \"priority\": \"high\", \"depends_on\": [\"b.txt\", "
       "\"deep/c.txt\"], \"cost\": \"1.5GiB\", \"author\": null}\n"
       "{\"path\": \"deep/c.txt\"}\n"},
      {"m.toml",
       "[[documents]]\npath = \"b.txt\"\nauthor = \"Quill, \\\"T.\\\"\\nof Wick\"\npages = 12\nscore = 0.5\n"
       "checked = true\n[[documents]]\npath = \"./a.txt\"\nid = \"first\"\npriority = \"high\"\n"
       "depends_on = [\"b.txt\", \"deep/c.txt\"]\ncost = \"1.5GiB\"\n[[documents]]\npath = \"deep/c.txt\"\n"}};
  for (const auto& [name, text] : manifests) {
    SCOPED_TRACE(name);
    const harness::Listing listing = list(name, text);
    ASSERT_THAT(listing.paths(), ElementsAre("b.txt", "a.txt", "deep/c.txt"));
    EXPECT_EQ(listing.entries[0].location, (folder_.path() / "in/b.txt").string());
    EXPECT_EQ(listing.entries[0].size, 8u);
    EXPECT_FALSE(listing.entries[0].priority);
    EXPECT_EQ(metadata_of(listing.entries[0]),
              harness::table({{"author", "Quill, \"T.\"\nof Wick"}, {"pages", 12}, {"score", 0.5}, {"checked", true}}));
    EXPECT_EQ(listing.entries[1].priority, Priority::high);
    EXPECT_THAT(listing.entries[1].depends_on, ElementsAre("b.txt", "deep/c.txt"));
    EXPECT_EQ(listing.entries[1].expected_memory, 1'610'612'736u);
    EXPECT_EQ(listing.entries[1].attached, "");
  }
}

TEST_F(ManifestTest, KeepsMetadataOfEveryKind) {
  const harness::Listing listing = list(
      "m.jsonl", R"({"path":"a.txt","n":null,"list":[1,"x",[2.5]],"table":{"k":{"l":false}},"big":9007199254740993})");
  EXPECT_EQ(metadata_of(listing.entries[0]),
            harness::table({{"list", List{1, "x", List{2.5}}},
                            {"table", harness::table({{"k", harness::table({{"l", false}})}})},
                            {"big", std::int64_t{9007199254740993}}}));
}

TEST_F(ManifestTest, FindsFilesBelowRootOrWhereItSays) {
  const harness::Listing listing =
      list("m.csv", "path,location\nx/a.txt,a.txt\nb.txt,\n", harness::table({{"root", "in"}}));
  EXPECT_THAT(listing.paths(), ElementsAre("x/a.txt", "b.txt"));
  EXPECT_EQ(listing.entries[0].location, (folder_.path() / "in/a.txt").string());
}

TEST_F(ManifestTest, ListsWhatIsMissingAsDead) {
  const harness::Listing listing = list("m.csv", "path\nnone.txt\ndeep\n");
  ASSERT_EQ(listing.entries.size(), 2u);
  EXPECT_EQ(listing.entries[0].refusal->reason, "missing_file");
  EXPECT_THAT(listing.entries[0].refusal->message, HasSubstr("m.csv:2: No such file"));
  EXPECT_EQ(listing.entries[1].refusal->reason, "special_file");
}

TEST_F(ManifestTest, NamesEveryMistakeByFileAndLine) {
  EXPECT_THAT(error_of("m.csv", "id,author\nx,y\n"), HasSubstr("m.csv:1: there is no column `path`"));
  EXPECT_THAT(error_of("m.csv", ""), HasSubstr("m.csv:1: the manifest is empty"));
  EXPECT_THAT(error_of("m.csv", "path,year:date\na.txt,1\n"),
              HasSubstr("m.csv:1: the column `year` has an unknown type `date`: string, integer, number or boolean"));
  EXPECT_THAT(error_of("m.csv", "path,path\na.txt,b.txt\n"), HasSubstr("m.csv:1: the column `path` is there twice"));
  EXPECT_THAT(error_of("m.csv", "path,year:integer\na.txt,\"x\n\"\nb.txt,soon\n"),
              AllOf(HasSubstr("m.csv:2: `x\n` is no integer"), HasSubstr("m.csv:4: `soon` is no integer")));
  EXPECT_THAT(error_of("m.csv", "path,x\na.txt\n"),
              HasSubstr("m.csv:2: the row has 1 values, and there are 2 columns"));
  EXPECT_THAT(error_of("m.csv", "path\n\"a.txt\n"), HasSubstr("m.csv:2: a quote is not closed"));
  EXPECT_THAT(error_of("m.csv", "path\n\"a\"b\n"), HasSubstr("m.csv:2: a value goes on behind its closing quote"));
  EXPECT_THAT(error_of("m.csv", "path,x\na.txt,\xff\n"), HasSubstr("m.csv:2: the value of `x` is not UTF-8"));
  EXPECT_THAT(error_of("m.csv", "path,priority\na.txt,hgh\n"),
              HasSubstr("m.csv:2: `priority` must be critical, high, normal or low: hgh"));
  EXPECT_THAT(error_of("m.csv", "path,cost\na.txt,much\n"), HasSubstr("m.csv:2: `cost` must be an amount of memory"));
  EXPECT_THAT(error_of("m.csv", "path\n../a.txt\n"), HasSubstr("m.csv:2: `path` must name a file below"));
  EXPECT_THAT(error_of("m.csv", "path\na.txt\n./a.txt\n"), HasSubstr("m.csv:3: the path `a.txt` is taken: "));
  EXPECT_THAT(error_of("m.csv", "path,id\na.txt,x\nb.txt,x\n"), HasSubstr("m.csv:3: the id `x` is taken: "));
  EXPECT_THAT(error_of("m.csv", "path,id\na.txt,b.txt\nb.txt,\n"), HasSubstr("m.csv:2: the id `b.txt` is taken: "));
  EXPECT_THAT(error_of("m.csv", "path,depends_on\na.txt,b.txt;none\nb.txt,\n"),
              HasSubstr("m.csv:2: `depends_on` names nothing of the manifest, neither id nor path: none"));
  EXPECT_THAT(error_of("m.jsonl", "{\"path\": \"a.txt\"}\n{\"path\": }\n[1]\n{}\n"),
              AllOf(HasSubstr("m.jsonl:2: "), HasSubstr("at byte 10 of the line"),
                    HasSubstr("m.jsonl:3: a line must be"), HasSubstr("m.jsonl:4: there is no `path`")));
  EXPECT_THAT(error_of("m.jsonl", "{\"path\": \"a.txt\", \"x\": 1e999}\n"), HasSubstr("m.jsonl:1: Number too big"));
  EXPECT_THAT(error_of("m.jsonl", "{\"path\": \"a.txt\", \"depends_on\": [1]}\n"),
              HasSubstr("m.jsonl:1: `depends_on` must"));
  EXPECT_THAT(error_of("m.toml", "[[documents]]\npath = \"a.txt\"\nday = 2021-01-01\n"),
              HasSubstr("m.toml:3: neither dates"));
  EXPECT_THAT(error_of("m.toml", "[[documents]]\npath = \n"), HasSubstr("m.toml:2: "));
  std::string endless = "a";
  for (int i = 0; i < 200'000; ++i) endless += ".a";
  EXPECT_THAT(error_of("m.toml", "[[documents]]\npath = \"a.txt\"\n" + endless + " = 1\n"),
              HasSubstr("m.toml:3: a key with more than 100 dots"));
  std::string sentences;
  for (int i = 0; i < 300; ++i) sentences += "It rained. ";
  for (const char* quote : {"\"", "\"\"\"", "'", "'''"}) {
    EXPECT_EQ(
        list("m.toml", "[[documents]]\npath = \"a.txt\"\nnote = " + (quote + sentences + quote) + "\n").paths().size(),
        1u);
  }
  EXPECT_THAT(error_of("m.toml", "documents = 1\n"), HasSubstr("m.toml:1: `documents` is not"));
  EXPECT_THAT(error_of("m.txt", "a.txt\n"), HasSubstr("is named .csv, .jsonl or .toml"));
}

TEST_F(ManifestTest, NamesACircleInFull) {
  EXPECT_THAT(error_of("m.csv", "path,depends_on\nx.txt,a.txt\na.txt,b.txt\nb.txt,deep/c.txt\ndeep/c.txt,a.txt\n"),
              HasSubstr("m.csv:3: documents depend on one another in a circle: a.txt -> b.txt -> deep/c.txt -> a.txt"));
  EXPECT_THAT(error_of("m.csv", "path,depends_on\na.txt,a.txt\n"),
              HasSubstr("m.csv:2: documents depend on one another"));
}

TEST_F(ManifestTest, FollowsAChainAsLongAsAManifest) {
  std::string text = "path,depends_on\n";
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + "," + std::to_string(i + 1) + "\n";
  EXPECT_EQ(list("m.csv", text + "100000,\n").entries.size(), 100'001u);
  EXPECT_THAT(error_of("m.csv", text + "100000,0\n"), HasSubstr("in a circle"));
}

TEST_F(ManifestTest, ShowsTheFirstOfManyMistakes) {
  std::string text = "path,priority\n";
  for (int i = 0; i < 30; ++i) text += std::to_string(i) + ",x\n";
  EXPECT_THAT(error_of("m.csv", text),
              HasSubstr("m.csv:21: `priority` must be critical, high, normal or low: x\nand 10 more"));
}

// Whatever the bytes, a reader comes to an end, and says that something is wrong or gives rows.
TEST(ManifestReaders, TakeAnyBytes) {
  std::mt19937 random(5);
  const std::string alphabet = "path,\"\n\r{}[]:=;.#\\ae1\xc3\xa9\xff";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 2 == 0 ? "path,x\n" : "";
    for (std::size_t length = random() % 60; length > 0; --length) text += alphabet[random() % alphabet.size()];
    for (const auto read : {read_csv, read_jsonl, read_toml}) {
      Faults faults;
      items_of(read(text, "m", faults), faults);
    }
  }
}

}  // namespace
}  // namespace weir::manifest
