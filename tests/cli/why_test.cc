// `weir why`: what became of a document, and where output came from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/process.h"

namespace weir::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kGraph = R"([graph]
name = "notes"
[nodes.notes]
stage = "files"
with = { root = "notes", include = ["**/*.txt"] }
[nodes.text]
stage = "text"
from = "notes"
[nodes.segments]
stage = "segment"
from = "text"
with = { min_words = 3, max_words = 12, on_empty = "drop" }
[nodes.records]
stage = "jsonl"
from = "segments"
with = { path = "notes.jsonl" }
[nodes.rows]
stage = "sqlite"
from = "segments"
[nodes.rows.with]
path = "rows.sqlite"
table = "notes"
columns = [{ name = "id", type = "text" }]
[nodes.whole]
stage = "json_documents"
from = "segments"
with = { path = "{path}.json" }
[nodes.sheet]
stage = "csv"
from = "segments"
with = { path = "notes.csv", fields = ["text", "source_path", "source_range"], separator = ";" }
[nodes.bare]
stage = "csv"
from = "segments"
with = { path = "bare.csv", fields = ["word_count"], header = false }
[nodes.packed]
stage = "jsonl"
from = "segments"
with = { path = "notes.jsonl.zst" }
)";

class Why : public ::testing::Test {
 protected:
  void SetUp() override {
    workspace_.write("notes.toml", kGraph);
    workspace_.write("notes/a/one.txt",
                     "One note is here. It has a second sentence, and that one is longer than the first.\n");
    workspace_.write("notes/b/one.txt", "Another note is here.\n");
    workspace_.write("notes/b/two.txt", "The last note of all.\n");
    workspace_.write("notes/short.txt", "Hm.\n");  // its whole path is the end of the next
    workspace_.write("notes/b/short.txt", "Hm.\n");
    workspace_.write("notes/bad.txt", "\xff\xfe\xfd not UTF-8");
    ASSERT_EQ(weir({"run", "notes.toml"}, workspace_.path()).code, 1);
  }

  Ended why(std::vector<std::string> more) const {
    more.insert(more.begin(), "why");
    return weir(more, workspace_.path());
  }

  Workspace workspace_;
};

using WhyDocument = Why;

TEST_F(WhyDocument, TellsWhereTheRecordsOfADocumentLie) {
  const Ended ended = why({"document", "b/two.txt"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("document   b/two.txt\n"), HasSubstr("verdict    done\n"),
                               HasSubstr("22 bytes"), HasSubstr("source     notes, entry ")));
  EXPECT_THAT(ended.out, AllOf(HasSubstr("records    records: runs/notes/out/notes.jsonl: published, "),
                               HasSubstr("records    rows: runs/notes/out/rows.sqlite: 1 row of table notes\n"),
                               HasSubstr("records    whole: runs/notes/out/b/two.json: "),
                               HasSubstr("segments: segment, version 1, build ")));
}

TEST_F(WhyDocument, TellsWhatFilteredAndKilledDocumentsEndedOf) {
  const Ended filtered = why({"document", "short.txt"});
  EXPECT_THAT(filtered.out, AllOf(HasSubstr("verdict    filtered at segments: no_segments\n"),
                                  Not(HasSubstr("records ")), Not(HasSubstr("jsonl"))));
  const Ended dead = why({"document", "bad.txt"});
  EXPECT_THAT(dead.out, AllOf(HasSubstr("verdict    dead at text: "), HasSubstr("class rejected, 1 attempt\n"),
                              HasSubstr("is not UTF-8"), Not(HasSubstr("records ")), Not(HasSubstr("segment,"))));
}

TEST_F(WhyDocument, KnowsADocumentByTheEndOfItsPathItsFileAndItsSource) {
  for (const char* name : {"two.txt", "wo.txt", "notes:b/two.txt", "notes/b/two.txt"}) {
    EXPECT_THAT(why({"document", name}).out, HasSubstr("document   b/two.txt\n")) << name;
  }
  EXPECT_THAT(why({"document", "a/one.txt"}).out, HasSubstr("document   a/one.txt\n"));
}

TEST_F(WhyDocument, ListsAllThatANameCouldMeanAndSuggestsWhatIsNear) {
  const Ended several = why({"document", "one.txt"});
  EXPECT_EQ(several.code, 2);
  EXPECT_THAT(several.err, AllOf(HasSubstr("2 documents are called one.txt"), HasSubstr("\n  notes:a/one.txt"),
                                 HasSubstr("\n  notes:b/one.txt")));
  const Ended none = why({"document", "tow.txt"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("no document of the run is called tow.txt: did you mean b/two.txt"));
}

TEST_F(WhyDocument, SaysTheSameAsJson) {
  const Ended ended = why({"document", "b/two.txt", "runs/notes", "--format", "json"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr(R"("path":"b/two.txt")"), HasSubstr(R"("outcome":"done","verdict":null)"),
                               HasSubstr(R"({"sink":"rows","kind":"rows",)"), HasSubstr(R"("rows":1,"waiting":0)"),
                               HasSubstr(R"({"node":"text","stage":"text","version":"1")")));
}

TEST_F(WhyDocument, ChangesNothing) {
  const auto files = [&] {
    auto files = tree(workspace_.path());
    // SQLite's own: they come and go with whoever has a database open.
    std::erase_if(files, [](const auto& file) { return file.first.ends_with("-wal") || file.first.ends_with("-shm"); });
    return files;
  };
  const auto before = files();
  why({"document", "b/two.txt"});
  EXPECT_TRUE(files() == before);
}

// A document that is alone in its extent has it to itself.
TEST_F(WhyDocument, KnowsTheExactBytesOfADocumentThatWasCommittedAlone) {
  workspace_.write("alone.toml", std::string(kGraph) + "[run]\ndirectory = \"alone\"\nbatch_documents = 1\n");
  ASSERT_EQ(weir({"run", "alone.toml"}, workspace_.path()).code, 1);
  const Ended ended = why({"document", "b/two.txt", "alone"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("1 record\n"), Not(HasSubstr("committed there together"))));
}

using WhyOutput = Why;

// The bytes of the source that an answer names, for the line of that number.
std::string named_bytes(const Ended& ended, const std::string& source) {
  const std::size_t at = ended.out.find("\"source_ranges\":[[");
  if (at == std::string::npos) return "no range in " + ended.out + ended.err;
  const std::size_t begin = at + std::string("\"source_ranges\":[[").size();
  const std::size_t comma = ended.out.find(',', begin);
  const std::size_t first = std::stoul(ended.out.substr(begin)), last = std::stoul(ended.out.substr(comma + 1));
  return source.substr(first, last - first);
}

TEST_F(WhyOutput, LeadsFromALineOfJsonToTheBytesOfTheSource) {
  const Ended first = why({"output", "runs/notes/out/notes.jsonl:1", "--format", "json"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr(R"("document_count":1,"documents":[{"path":"a/one.txt")"));
  const std::string text = read_file(workspace_ / "notes/a/one.txt");
  const std::string bytes = named_bytes(first, text);
  ASSERT_FALSE(bytes.empty());
  EXPECT_THAT(read_file(workspace_ / "runs/notes/out/notes.jsonl"), HasSubstr("\"text\":\"" + bytes + "\"}\n"));
  EXPECT_THAT(why({"output", "runs/notes/out/notes.jsonl:1"}).out,
              AllOf(HasSubstr("record     line 1, "), HasSubstr("document   a/one.txt  ("),
                    HasSubstr("bytes      0 to "), HasSubstr("text: text, version 1")));
}

TEST_F(WhyOutput, CountsLinesOfPlainContentInCompressedVolumes) {
  for (int line = 1; line <= 4; ++line) {
    const std::string number = std::to_string(line);
    const Ended plain = why({"output", "runs/notes/out/notes.jsonl:" + number, "--format", "json"});
    const Ended packed = why({"output", "runs/notes/out/notes.jsonl.zst:" + number, "--format", "json"});
    const auto tail = [](const Ended& ended) { return ended.out.substr(ended.out.find("\"first_line\"")); };
    const auto until_stages = [&](const Ended& ended) { return tail(ended).substr(0, tail(ended).find("\"stages\"")); };
    EXPECT_EQ(until_stages(packed), until_stages(plain)) << line;
  }
  EXPECT_EQ(why({"output", "runs/notes/out/notes.jsonl.zst:5"}).code, 2);
}

TEST_F(WhyOutput, CountsTheHeaderAndQuotedLineBreaksOfTables) {
  workspace_.write("lines/a.txt", "One line.\n");
  workspace_.write("lines/b.txt", "A note of\ntwo lines; it is \"quoted\".\n");
  workspace_.write("lines/c.txt", "The last.\n");
  workspace_.write("lines.toml", R"([nodes.lines]
stage = "files"
with = { root = "lines", include = ["*.txt"] }
[nodes.text]
stage = "text"
from = "lines"
[nodes.sheet]
stage = "csv"
from = "text"
with = { path = "lines.csv", fields = ["id", "text"] }
)");
  ASSERT_EQ(weir({"run", "lines.toml"}, workspace_.path()).code, 0);
  EXPECT_THAT(why({"output", "runs/lines/out/lines.csv:1"}).out, HasSubstr("the header, which comes from no document"));
  // Each text ends with a line break of its own.
  EXPECT_THAT(why({"output", "runs/lines/out/lines.csv:2"}).out,
              AllOf(HasSubstr("record     line 2 to 3, "), HasSubstr("document   a.txt")));
  for (const char* line : {"4", "5", "6"}) {
    EXPECT_THAT(why({"output", std::string("runs/lines/out/lines.csv:") + line}).out,
                AllOf(HasSubstr("record     line 4 to 6, "), HasSubstr("document   b.txt")));
  }
  EXPECT_THAT(why({"output", "runs/lines/out/lines.csv:7"}).out,
              AllOf(HasSubstr("record     line 7 to 8, "), HasSubstr("document   c.txt"), HasSubstr("not told")));
}

TEST_F(WhyOutput, ReadsTheOriginOutOfARowOfATable) {
  EXPECT_THAT(
      why({"output", "runs/notes/out/notes.csv:2"}).out,
      AllOf(HasSubstr("record     line 2, "), HasSubstr("document   a/one.txt"), HasSubstr("bytes      0 to ")));
}

TEST_F(WhyOutput, SaysPlainlyWhatARecordDoesNotTell) {
  const Ended ended = why({"output", "runs/notes/out/bare.csv:1"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("comes from one of 3 documents that were committed together"),
                               HasSubstr("document   a/one.txt"), HasSubstr("document   b/two.txt"),
                               Not(HasSubstr("short.txt")), Not(HasSubstr("bad.txt"))));
  const Ended file = why({"output", "runs/notes/out/b/two.json:3"});
  EXPECT_THAT(file.out, AllOf(HasSubstr("document   b/two.txt"), HasSubstr("not told")));
}

TEST_F(WhyOutput, TellsAboutAWholeFile) {
  EXPECT_THAT(why({"output", "runs/notes/out/notes.jsonl"}).out,
              AllOf(HasSubstr("comes from 3 documents"), HasSubstr("document   b/one.txt"),
                    Not(HasSubstr("record"
                                  "     "))));
  EXPECT_THAT(why({"output", "runs/notes/out/b/two.json"}).out,
              AllOf(HasSubstr("written by whole"), HasSubstr("document   b/two.txt"), Not(HasSubstr("b/one.txt"))));
}

TEST_F(WhyOutput, RefusesWhatIsNoOutputAndLinesThatAreNotThere) {
  EXPECT_EQ(why({"output", "notes.toml:1"}).code, 2);
  EXPECT_THAT(why({"output", "notes.toml:1"}).err, HasSubstr("no output of the run: notes.toml"));
  EXPECT_THAT(why({"output", "runs/notes/out/notes.jsonl:9"}).err, HasSubstr("no line 9"));
  EXPECT_EQ(why({"output", "runs/notes/out/notes.jsonl:0"}).code, 2);
}

TEST(WhyOutputOfPhases, FollowsTheOriginBackToTheSource) {
  const Workspace workspace;
  ASSERT_EQ(weir({"run", (graphs() / "unique_notes.toml").string()}, workspace.path()).code, 0);
  const Ended ended = weir({"why", "output", "runs/unique_notes/out/unique.jsonl:3"}, workspace.path());
  EXPECT_THAT(ended.out, AllOf(HasSubstr("document   ferry.txt  ("), HasSubstr("bytes      0 to 284 of the source"),
                               HasSubstr("notes: files"), HasSubstr("kept: checkpoint"), HasSubstr("unique: dedupe")));
  EXPECT_THAT(weir({"why", "output", "runs/unique_notes/parts/kept.1.part"}, workspace.path()).out,
              HasSubstr("comes from 2 documents"));
}

TEST(WhyDocumentOfPhases, FollowsItThroughCheckpointsAndFolds) {
  const Workspace workspace;
  ASSERT_EQ(weir({"run", (graphs() / "unique_notes.toml").string()}, workspace.path()).code, 0);
  const Ended ended = weir({"why", "document", "clock.txt"}, workspace.path());
  EXPECT_THAT(ended.out, AllOf(HasSubstr("verdict    done\n"), HasSubstr("spool      kept: 2 documents carried\n"),
                               HasSubstr("spool      unique.folded: 2 documents done\n"),
                               HasSubstr("records    kept: runs/unique_notes/parts/kept.1.part: spool"),
                               HasSubstr("records    records: runs/unique_notes/out/unique.jsonl: published"),
                               HasSubstr("unique: dedupe")));
}

}  // namespace
}  // namespace weir::testing
