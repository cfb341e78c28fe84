// Checkpoints in mid-graph: what comes out is what comes out without them, nothing above is done again, and the books
// are those of the source documents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "phases/graphs.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::string kPlain = node("end", "test.obedient", "text");
const std::string kDivided = node("kept", "checkpoint", "text") + node("end", "test.obedient", "kept");

class Checkpoint : public ::testing::Test {
 protected:
  void SetUp() override {
    workspace_.write_notes(40);
    workspace_.write("plain.toml", notes_graph(kPlain));
    workspace_.write("notes.toml", notes_graph(kDivided));
  }

  std::string expected() {
    EXPECT_LE(workspace_.run("plain", {}, "plain.toml").code, 1);
    return workspace_.output("plain");
  }
  std::uint64_t calls_of(const std::string& directory, const std::string& node) {
    return std::stoull(workspace_.ask(directory, "SELECT calls FROM nodes WHERE node = '" + node + "'"));
  }
  std::string books(const std::string& directory) {
    const Ended ended = weir({"status", directory}, workspace_.path());
    const std::size_t at = ended.out.find("\ndocuments") + 1;
    return ended.out.substr(at, ended.out.find('\n', at) - at);
  }

  PhasesWorkspace workspace_;
};

TEST_F(Checkpoint, OutputsAreThoseOfTheSameGraphWithoutIt) {
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_EQ(workspace_.output("run"), expected());
  EXPECT_EQ(weir({"verify", "run"}, workspace_.path()).code, 0);
}

TEST_F(Checkpoint, TheSamplesComeOutAsWithoutIt) {
  std::string graph = read_file(graphs() / "sec_risk_factors.toml");
  const auto replace = [&graph](const std::string& from, const std::string& to) {
    ASSERT_NE(graph.find(from), std::string::npos);
    graph.replace(graph.find(from), from.size(), to);
  };
  replace("from = \"text\"", "from = \"parsed\"");
  graph += node("parsed", "checkpoint", "text");
  workspace_.write("filings.toml", graph);
  const std::string input = samples().string();
  ASSERT_LE(weir({"run", (graphs() / "sec_risk_factors.toml").string(), input, "--directory", "a", "--quiet"},
                 workspace_.path())
                .code,
            1);
  for (const char* engine : {"parallel", "serial"}) {
    ASSERT_LE(
        weir({"run", "filings.toml", input, "--directory", engine, "--quiet", "--engine", engine}, workspace_.path())
            .code,
        1);
    EXPECT_EQ(tree(workspace_ / (std::string(engine) + "/out")), tree(workspace_ / "a/out"));
  }
}

TEST_F(Checkpoint, TwoInARowAndTwoSideBySideChangeNothing) {
  const std::string expected_lines = expected();
  workspace_.write("row.toml", notes_graph(node("a", "checkpoint", "text") + node("b", "checkpoint", "a") +
                                           node("end", "test.obedient", "b")));
  ASSERT_EQ(workspace_.run("row", {}, "row.toml").code, 0);
  EXPECT_EQ(workspace_.output("row"), expected_lines);

  workspace_.write("sides.toml", notes_graph(node("a", "checkpoint", "text") + node("b", "checkpoint", "text") +
                                             node("one", "test.obedient", "a") + node("end", "test.obedient", "b") +
                                             node("more", "jsonl", "one", "path = \"more.jsonl\"")));
  ASSERT_EQ(workspace_.run("sides", {}, "sides.toml").code, 0);
  EXPECT_EQ(workspace_.output("sides"), expected_lines);
  EXPECT_EQ(read_file(workspace_ / "sides/out/more.jsonl"), expected_lines);
  EXPECT_THAT(books("sides"), HasSubstr("40 read = 40 done + 0 filtered + 0 dead   ✓"));
}

TEST_F(Checkpoint, StopsWhereUntilSaysAndGoesOnFromThere) {
  ASSERT_EQ(workspace_.run("run", {"--until", "kept"}).code, 0);
  EXPECT_FALSE(fs::exists(workspace_ / "run/out/notes.jsonl"));
  EXPECT_THAT(books("run"), HasSubstr("40 read = 0 done + 0 filtered + 0 dead + 40 under way   ✓"));
  const std::uint64_t above = calls_of("run", "text");
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_EQ(calls_of("run", "text"), above) << "what is above a checkpoint was done again";
  EXPECT_EQ(workspace_.output("run"), expected());
  EXPECT_THAT(books("run"), HasSubstr("40 read = 40 done + 0 filtered + 0 dead   ✓"));
}

TEST_F(Checkpoint, DoesOnlyAnewWhatLiesBelowFrom) {
  ASSERT_EQ(workspace_.run("run").code, 0);
  const std::uint64_t above = calls_of("run", "text");
  const std::uint64_t below = calls_of("run", "end");
  ASSERT_EQ(workspace_.run("run", {"--from", "kept"}).code, 0);
  EXPECT_EQ(calls_of("run", "text"), above);
  EXPECT_EQ(calls_of("run", "end"), 2 * below);
  EXPECT_EQ(workspace_.output("run"), expected());
  EXPECT_EQ(weir({"verify", "run"}, workspace_.path()).code, 0);
}

TEST_F(Checkpoint, UntilAndFromTakeTheNamesOfCheckpointsAndFoldsOnly) {
  for (const char* option : {"--until", "--from"}) {
    const Ended ended = workspace_.run("run", {option, "text"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr("no checkpoint or fold of the graph has the name `text`"));
  }
}

TEST_F(Checkpoint, ADocumentThatDiesBelowIsDeadInTheBooks) {
  workspace_.write("notes/n0007.txt", "This one is to DIE BELOW.\n");
  workspace_.write("notes/n0009.txt", "This one is to be let go: FILTER BELOW.\n");
  EXPECT_EQ(workspace_.run("run").code, 1);
  EXPECT_THAT(books("run"), HasSubstr("40 read = 38 done + 1 filtered + 1 dead   ✓"));
  EXPECT_THAT(weir({"dlq", "list", "run"}, workspace_.path()).out, HasSubstr("n0007.txt"));
  EXPECT_EQ(workspace_.output("run"), expected());
}

// Each word is a document of its own below: one dead word makes its note dead, whose other words are written all the
// same, since each takes the place of a source document.
TEST_F(Checkpoint, DocumentsBelowAreBlamedOnTheirOwn) {
  workspace_.write("notes.toml", notes_graph(node("words", "test.words", "text") + node("kept", "checkpoint", "words") +
                                             node("end", "test.moody", "kept")));
  fs::remove_all(workspace_ / "notes");
  workspace_.write("notes/a.txt", "one THROW two\n");
  workspace_.write("notes/b.txt", "DROP DROP\n");
  workspace_.write("notes/c.txt", "three DROP\n");
  EXPECT_EQ(workspace_.run("run").code, 1);
  EXPECT_EQ(workspace_.values("run", "text"), (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_THAT(books("run"), HasSubstr("3 read = 1 done + 1 filtered + 1 dead   ✓"));
}

TEST_F(Checkpoint, NothingAboveLeavesNothingBelow) {
  fs::remove_all(workspace_ / "notes");
  workspace_.write("notes/empty.md", "not a text\n");
  ASSERT_EQ(workspace_.run("run").code, 0);
  EXPECT_EQ(workspace_.output("run"), "");
  EXPECT_EQ(workspace_.run("run").code, 0);
}

TEST_F(Checkpoint, ASpoolThatWasChangedIsRefused) {
  ASSERT_EQ(workspace_.run("run", {"--until", "kept"}).code, 0);
  const fs::path spool = workspace_ / "run/parts/kept.1.part";
  ASSERT_TRUE(fs::exists(spool));
  std::fstream file(spool, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(fs::file_size(spool) / 2));
  file.put('\x7F');
  file.close();
  const Ended ended = workspace_.run("run");
  EXPECT_EQ(ended.code, 74);
  EXPECT_THAT(ended.err, HasSubstr("kept.1.part"));
  EXPECT_EQ(weir({"verify", "run"}, workspace_.path()).code, 74);
}

TEST_F(Checkpoint, FilesOfDocumentsThatAreNoLongerMadeGoWhenAllIsDoneAnew) {
  const auto with_sink = [](const std::string& below) {
    return notes_graph(node("kept", "checkpoint", "text") + below +
                       node("each", "json_documents", "end", "path = \"{path}.json\", segment_fields = [\"text\"]"));
  };
  workspace_.write("notes.toml", with_sink(node("end", "test.obedient", "kept")));
  ASSERT_EQ(workspace_.run("run").code, 0);
  const auto before = tree(workspace_ / "run/out");
  EXPECT_EQ(before.size(), 41u);
  const auto touched = fs::last_write_time(workspace_ / "run/out/n0005.json");
  ASSERT_EQ(workspace_.run("run", {"--from", "kept"}).code, 0);
  EXPECT_EQ(tree(workspace_ / "run/out"), before);
  EXPECT_EQ(fs::last_write_time(workspace_ / "run/out/n0005.json"), touched) << "an identical file was written again";
}

TEST_F(Checkpoint, AfterAChangeBelowOnlyThatIsDoneAnew) {
  const auto with = [&](const std::string& fields) {
    workspace_.write("notes.toml", notes_graph(node("kept", "checkpoint", "text") +
                                               node("end", "dedupe", "kept", "fields = [\"" + fields + "\"]")));
  };
  with("id");
  ASSERT_EQ(workspace_.run("run").code, 0);
  const std::uint64_t above = calls_of("run", "text");
  with("text");
  const Ended asked = workspace_.run("run");
  EXPECT_EQ(asked.code, 78);
  EXPECT_THAT(asked.err, HasSubstr("with.fields"));
  EXPECT_THAT(asked.err, HasSubstr("40 documents"));
  ASSERT_EQ(workspace_.run("run", {"--rerun", "affected"}).code, 0);
  EXPECT_EQ(calls_of("run", "text"), above) << "what is above a checkpoint was done again";
  ASSERT_EQ(workspace_.run("fresh").code, 0);
  EXPECT_EQ(workspace_.output("run"), workspace_.output("fresh"));
  EXPECT_THAT(books("run"), HasSubstr("✓"));
  EXPECT_EQ(books("run"), books("fresh"));
}

TEST_F(Checkpoint, AfterAChangeAboveAllBelowIsDoneAnew) {
  workspace_.write("notes.toml", notes_graph(node("kept", "checkpoint", "text") + node("end", "dedupe", "kept")));
  ASSERT_EQ(workspace_.run("run").code, 0);
  workspace_.write("notes/n0003.txt", "This note is another one now.\n");
  ASSERT_EQ(workspace_.run("run", {"--rerun", "affected"}).code, 0);
  ASSERT_EQ(workspace_.run("fresh").code, 0);
  EXPECT_EQ(workspace_.output("run"), workspace_.output("fresh"));
  EXPECT_THAT(workspace_.output("run"), HasSubstr("another one now"));
  EXPECT_EQ(books("run"), books("fresh"));
  EXPECT_EQ(weir({"verify", "run"}, workspace_.path()).code, 0);
}

TEST_F(Checkpoint, OneThatComesOrGoesIsAMatterOfANewListing) {
  ASSERT_EQ(workspace_.run("run").code, 0);
  workspace_.write("notes.toml", notes_graph(kPlain));
  EXPECT_EQ(workspace_.run("run").code, 78);
  ASSERT_EQ(workspace_.run("run", {"--rerun", "affected"}).code, 0);
  EXPECT_EQ(workspace_.output("run"), expected());
  workspace_.write("notes.toml", notes_graph(kDivided));
  ASSERT_EQ(workspace_.run("run", {"--rerun", "affected"}).code, 0);
  EXPECT_EQ(workspace_.output("run"), expected());
  EXPECT_EQ(weir({"verify", "run"}, workspace_.path()).code, 0);
}

TEST_F(Checkpoint, ANodeCannotTakeFromBothSides) {
  workspace_.write("notes.toml", notes_graph(node("kept", "checkpoint", "text") +
                                             "[nodes.end]\nstage = \"test.obedient\"\nfrom = [\"kept\", \"text\"]\n"));
  const Ended ended = workspace_.run("run");
  EXPECT_EQ(ended.code, 78);
  EXPECT_THAT(ended.err, HasSubstr("E039"));
  EXPECT_THAT(ended.err, HasSubstr("`end` takes from two phases"));
}

}  // namespace
}  // namespace weir::testing
