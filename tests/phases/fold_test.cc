// Folds: they see everything before anything goes on, their order is their own, and one document costs one document.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "phases/graphs.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Folds : public ::testing::Test {
 protected:
  void graph(const std::string& stage, const std::string& parameters = "") {
    workspace_.write("notes.toml", notes_graph(node("end", stage, "text", parameters)));
  }
  std::string books() {
    const Ended ended = weir({"status", "run"}, workspace_.path());
    const std::size_t at = ended.out.find("\ndocuments") + 1;
    return ended.out.substr(at, ended.out.find('\n', at) - at);
  }

  PhasesWorkspace workspace_;
};

TEST_F(Folds, DedupeKeepsTheFirstAndNamesItToTheOthers) {
  graph("dedupe");
  workspace_.write("notes/a.txt", "the same\n");
  workspace_.write("notes/b.txt", "another\n");
  workspace_.write("notes/c.txt", "the same\n");
  workspace_.write("notes/d.txt", "the same\n");
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_THAT(workspace_.values("run", "id"), ElementsAre("a.txt", "b.txt"));
  EXPECT_THAT(books(), HasSubstr("4 read = 2 done + 2 filtered + 0 dead   ✓"));
  EXPECT_EQ(workspace_.ask("run", "SELECT DISTINCT reason || ': ' || message FROM documents"),
            "duplicate: the same as a.txt");
}

TEST_F(Folds, DedupeMarksWhereItIsToMark) {
  graph("dedupe", "keep = \"mark\"");
  workspace_.write("notes/a.txt", "the same\n");
  workspace_.write("notes/b.txt", "another\n");
  workspace_.write("notes/c.txt", "the same\n");
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_THAT(workspace_.values("run", "duplicate_of"), ElementsAre("", "", "a.txt"));
  EXPECT_THAT(books(), HasSubstr("3 read = 3 done + 0 filtered + 0 dead   ✓"));
}

TEST_F(Folds, DedupeComparesTheFieldsThatItIsGiven) {
  graph("dedupe", "fields = [\"id\"]");
  workspace_.write("notes/a.txt", "the same\n");
  workspace_.write("notes/c.txt", "the same\n");
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_THAT(workspace_.values("run", "id"), ElementsAre("a.txt", "c.txt"));
}

// The sort and uniq of the shell say which texts there are.
TEST_F(Folds, DedupeOfManyLeavesEachTextOnce) {
  graph("dedupe");
  workspace_.write_notes(600);
  ASSERT_EQ(workspace_.run("run").code, 0);
  std::vector<std::string> texts = workspace_.values("run", "text");
  std::vector<std::string> all;
  for (const auto& [name, text] : tree(workspace_ / "notes")) all.push_back(text.substr(0, text.find('\n')) + "\\n");
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  EXPECT_LT(all.size(), 600u);
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(texts, all);
}

TEST_F(Folds, OnlySurvivorsCount) {
  workspace_.write("notes.toml", notes_graph(node("first", "test.obedient", "text") +
                                             node("end", "dedupe", "first", "fields = [\"source_bytes\"]")));
  workspace_.write("notes/a.txt", "DIE BELOW\n");
  workspace_.write("notes/b.txt", "live on\n\n\n");
  ASSERT_EQ(workspace_.run("run").code, 1);
  EXPECT_THAT(workspace_.values("run", "id"), ElementsAre("b.txt")) << "a dead document suppressed a living one";
}

TEST_F(Folds, EmitInAnOrderOfTheirOwn) {
  graph("test.reverse");
  workspace_.write_notes(100);
  ASSERT_EQ(workspace_.run("run").code, 0);
  const std::vector<std::string> ids = workspace_.values("run", "id");
  EXPECT_EQ(ids.size(), 100u);
  EXPECT_EQ(ids.front(), "n0099.txt");
  EXPECT_TRUE(std::is_sorted(ids.rbegin(), ids.rend()));
  for (const char* threads : {"1", "4"}) {
    const std::string directory = std::string("threads") + threads;
    ASSERT_EQ(workspace_.run(directory, {"--set", std::string("run.threads=") + threads}).code, 0);
    EXPECT_EQ(workspace_.output(directory), workspace_.output("run"));
  }
}

TEST_F(Folds, AbsorbedDocumentsAreDone) {
  graph("test.summary");
  workspace_.write_notes(30);
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_THAT(workspace_.values("run", "documents"), ElementsAre("30"));
  EXPECT_THAT(books(), HasSubstr("30 read = 30 done + 0 filtered + 0 dead   ✓"));
}

// What a fold has done up to an exception cannot be trusted, so it begins anew without the document: the count that it
// writes to the others has no gap.
TEST_F(Folds, AnExceptionCostsOneDocumentAndNotTheFold) {
  graph("test.moody");
  workspace_.write("notes/a.txt", "one\n");
  workspace_.write("notes/b.txt", "THROW\n");
  workspace_.write("notes/c.txt", "two\n");
  workspace_.write("notes/d.txt", "FAIL\n");
  workspace_.write("notes/e.txt", "DROP\n");
  workspace_.write("notes/f.txt", "THROW\n");
  workspace_.write("notes/g.txt", "three\n");
  ASSERT_EQ(workspace_.run("run").code, 1);
  EXPECT_THAT(workspace_.values("run", "id"), ElementsAre("a.txt", "c.txt", "g.txt"));
  EXPECT_THAT(workspace_.values("run", "taken"), ElementsAre("1", "2", "5"));
  EXPECT_THAT(books(), HasSubstr("7 read = 3 done + 1 filtered + 3 dead   ✓"));
  EXPECT_EQ(workspace_.ask("run", "SELECT group_concat(reason) FROM (SELECT reason FROM documents ORDER BY entry)"),
            "exception,refused,unwanted,exception");
}

// Nor is it the fault of the document that is read next.
TEST_F(Folds, AStoreThatCannotBeReadCostsNoDocument) {
  graph("test.moody");
  workspace_.write_notes(1200);
  workspace_.write("notes/a.txt", "DAMAGE\n");
  const Ended ended = workspace_.run("run");
  EXPECT_EQ(ended.code, 74) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("cannot read the listing"));
}

TEST_F(Folds, ADocumentThatTheFoldForgetsIsABugOfTheFold) {
  graph("test.moody");
  workspace_.write("notes/a.txt", "one\n");
  workspace_.write("notes/b.txt", "LOSE\n");
  EXPECT_EQ(workspace_.run("run").code, 70);
  EXPECT_EQ(workspace_.ask("run", "SELECT reason FROM documents"), "lost");
}

TEST_F(Folds, WhatWasDroppedCannotBeEmitted) {
  graph("test.contrary");
  workspace_.write("notes/a.txt", "one\n");
  const Ended ended = workspace_.run("run");
  EXPECT_EQ(ended.code, 70);
  EXPECT_THAT(ended.err,
              HasSubstr("the fold `end` failed: the fold emits a document that it dropped or failed before"));
  EXPECT_THAT(books(), HasSubstr("1 read = 0 done + 0 filtered + 0 dead + 1 under way   ✓"));
}

TEST_F(Folds, WhatAFoldEmittedAndWasChangedIsRefused) {
  graph("dedupe");
  workspace_.write_notes(20);
  ASSERT_EQ(workspace_.run("run", {"--until", "end"}).code, 0);
  const fs::path spool = workspace_ / "run/parts/end.folded.2.part";
  ASSERT_TRUE(fs::exists(spool));
  std::fstream file(spool, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(fs::file_size(spool) / 2));
  file.put('\x7F');
  file.close();
  const Ended ended = workspace_.run("run");
  EXPECT_EQ(ended.code, 74);
  EXPECT_THAT(ended.err, HasSubstr("end.folded.2.part"));
}

// A database below a fold has the rows of a run that was never interrupted, whatever was done anew.
TEST_F(Folds, ADatabaseBelowHasEachRowOnce) {
  workspace_.write_notes(60);
  workspace_.write("notes.toml",
                   notes_graph(node("end", "dedupe", "text") +
                               node("rows", "sqlite", "end", "path = \"notes.sqlite\", table = \"notes\"")));
  const auto rows = [&](const std::string& directory) {
    return workspace_.ask_database(directory + "/out/notes.sqlite",
                                   "SELECT id, quote(replace(text, char(10), ' ')) FROM notes ORDER BY id");
  };
  ASSERT_EQ(workspace_.run("run").code, 0);
  const std::string once = rows("run");
  EXPECT_EQ(std::count(once.begin(), once.end(), '\n') + 1,
            static_cast<std::ptrdiff_t>(workspace_.values("run", "id").size()));
  ASSERT_EQ(workspace_.run("run", {"--from", "end"}).code, 0);
  EXPECT_EQ(rows("run"), once);
  workspace_.write("notes/n0002.txt", "This note is another one now.\n");
  ASSERT_EQ(workspace_.run("run", {"--rerun", "affected"}).code, 0);
  ASSERT_EQ(workspace_.run("fresh").code, 0);
  EXPECT_EQ(rows("run"), rows("fresh"));
}

TEST_F(Folds, TheGraphOfTheProjectWritesEachSegmentOnce) {
  const fs::path notes = workspace_ / "copies";
  for (const char* copy : {"a", "b"}) {
    fs::create_directories(notes / copy);
    fs::copy(graphs() / "notes", notes / copy, fs::copy_options::recursive);
  }
  const auto texts_of = [&](const std::string& graph, const std::string& output) {
    const Ended ended =
        weir({"run", (graphs() / graph).string(), notes.string(), "--directory", graph, "--quiet"}, workspace_.path());
    EXPECT_EQ(ended.code, 0) << ended.err;
    fs::rename(workspace_ / (graph + "/out/" + output), workspace_ / (graph + "/out/notes.jsonl"));
    return workspace_.values(graph, "text");
  };
  const std::vector<std::string> all = texts_of("text_to_jsonl.toml", "segments.jsonl");
  std::vector<std::string> once;
  for (const std::string& text : all) {
    if (std::find(once.begin(), once.end(), text) == once.end()) once.push_back(text);
  }
  ASSERT_EQ(all.size(), 2 * once.size());
  EXPECT_EQ(texts_of("unique_notes.toml", "unique.jsonl"), once);
}

TEST_F(Folds, ListAndInspectKnowTheCheckpoint) {
  const std::string list = weir({"list"}, workspace_.path()).out;
  EXPECT_THAT(list, HasSubstr("checkpoint"));
  EXPECT_THAT(list, HasSubstr("dedupe"));
  const std::string about = weir({"inspect", "checkpoint"}, workspace_.path()).out;
  EXPECT_THAT(about, HasSubstr("Makes documents durable"));
  EXPECT_THAT(about, HasSubstr("weir itself"));
  EXPECT_THAT(weir({"inspect", "dedupe"}, workspace_.path()).out,
              HasSubstr("every document of its phase, one after the other, before any goes on"));
}

TEST_F(Folds, LeaveNoStateBehind) {
  graph("dedupe");
  workspace_.write_notes(20);
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_FALSE(fs::exists(workspace_ / "run/folds"));
}

TEST_F(Folds, ARunThatIsDoneDoesNothingMore) {
  graph("dedupe");
  workspace_.write_notes(20);
  ASSERT_EQ(workspace_.run("run").code, 0);
  const std::string epoch = workspace_.ask("run", "SELECT epoch FROM run");
  const auto before = fs::last_write_time(workspace_ / "run/out/notes.jsonl");
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_EQ(workspace_.ask("run", "SELECT epoch FROM run"), epoch);
  EXPECT_EQ(fs::last_write_time(workspace_ / "run/out/notes.jsonl"), before);
}

}  // namespace
}  // namespace weir::testing
