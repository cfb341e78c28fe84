// Dead letters that somebody lets be, and lists of dead letters for others: weir dlq ignore and weir dlq export.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "cli/process.h"
#include "cli/sqlite_query.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Rejects notes shorter than five words; with a checkpoint, those of which a segment has markup in it.
std::string graph_with(const std::string& more, const std::string& nodes, const std::string& last) {
  return "[graph]\nname = \"notes\"\n" + more +
         "[nodes.notes]\nstage = \"files\"\nwith = { root = \"notes\" }\n"
         "[nodes.text]\nstage = \"text\"\nfrom = \"notes\"\n" +
         nodes + "[nodes.records]\nstage = \"jsonl\"\nfrom = \"" + last + "\"\nwith = { path = \"notes.jsonl\" }\n";
}

const std::string kSegments = "[nodes.segments]\nstage = \"segment\"\nfrom = \"text\"\nwith = { min_words = 5 }\n";
const std::string kBelow = kSegments +
                           "[nodes.kept]\nstage = \"checkpoint\"\nfrom = \"segments\"\n"
                           "[nodes.gate]\nstage = \"quality_gate\"\nfrom = \"kept\"\n";

class DeadLetters : public ::testing::Test {
 protected:
  void SetUp() override { workspace_.write("notes.toml", graph_with("", kSegments, "segments")); }

  void write_notes(int good, int bad) {
    for (int i = 0; i < good; ++i) note("g" + std::to_string(100 + i), "a note that is good enough to be kept");
    for (int i = 0; i < bad; ++i) note("b" + std::to_string(100 + i), "too short");
  }
  void note(const std::string& name, const std::string& text) { workspace_.write("notes/" + name, text + "\n"); }

  Ended run(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"run", "notes.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return weir(arguments, workspace_.path());
  }
  Ended dlq(std::vector<std::string> words) {
    words.insert(words.begin(), "dlq");
    return weir(words, workspace_.path());
  }
  std::string status() { return weir({"status"}, workspace_.path()).out; }
  // What stands under a key in a line of JSON; "" where it is no JSON.
  std::string value(std::string line, const std::string& key) {
    for (std::size_t at = line.find('\''); at != std::string::npos; at = line.find('\'', at + 2)) line.insert(at, "'");
    std::string found = query(workspace_ / "runs/notes/store.sqlite",
                              "SELECT iif(json_valid('" + line + "'), '" + line + "' ->> '$." + key + "', '')");
    found.pop_back();
    return found;
  }
  static std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  Workspace workspace_;
};

TEST_F(DeadLetters, ThatAreIgnoredStayInTheBooksAndCountForNothingElse) {
  write_notes(3, 2);
  note("b200", "a note that has\n\nno");
  note("b201", "no");
  ASSERT_EQ(run().code, 1);
  const Ended ignored = dlq({"ignore", "--document", "b100", "--document", "b101", "--why", "known: too short"});
  EXPECT_EQ(ignored.code, 0) << ignored.err;
  EXPECT_EQ(ignored.out, "2 dead letters ignored; 1 left\n");
  EXPECT_EQ(run().code, 1) << "one is left";
  EXPECT_THAT(dlq({"list", "--all"}).out,
              AllOf(HasSubstr("b201"), Not(HasSubstr("b100")), HasSubstr("2 more are ignored")));
  EXPECT_THAT(dlq({"list"}).out, HasSubstr("no_segments     1  segments"));
  EXPECT_THAT(dlq({"list", "--ignored"}).out,
              AllOf(HasSubstr("b100"), HasSubstr("known: too short"), HasSubstr("b201")));
  EXPECT_THAT(dlq({"show", "b100"}).out, HasSubstr("UTC: known: too short\n"));

  EXPECT_EQ(dlq({"ignore", "--all", "--why", "the last one"}).out, "1 dead letter ignored; 0 left\n");
  const Ended again = run();
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("7 read = 4 done + 0 filtered + 3 dead (3 ignored)   ✓"));
  EXPECT_THAT(status(), HasSubstr("3 dead (3 ignored)   ✓"));
  EXPECT_THAT(weir({"status", "--format", "json"}, workspace_.path()).out, HasSubstr("\"dead\":3,\"ignored\":3"));
  EXPECT_EQ(weir({"verify", "notes"}, workspace_.path()).code, 0);
  EXPECT_THAT(dlq({"show", "b100"}).out, HasSubstr("UTC: known: too short\n")) << "the first reason is kept";

  EXPECT_EQ(dlq({"ignore", "--document", "b101", "--undo"}).out, "1 dead letter no longer ignored; 1 left\n");
  EXPECT_EQ(run().code, 1);
}

TEST_F(DeadLetters, ThatAreIgnoredRunAgainOnlyWhereThatIsSaidAndThenCountAgain) {
  write_notes(2, 2);
  ASSERT_EQ(run().code, 1);
  ASSERT_EQ(dlq({"ignore", "--all", "--why", "known"}).code, 0);
  EXPECT_THAT(dlq({"retry", "notes.toml"}).err, HasSubstr("0 retried"));
  const Ended retried = dlq({"retry", "notes.toml", "--ignored", "--document", "b100"});
  EXPECT_EQ(retried.code, 1) << retried.err;
  EXPECT_THAT(retried.err,
              AllOf(HasSubstr("1 retried = 0 done + 0 filtered + 1 dead again"), HasSubstr("2 dead (1 ignored)")));
}

TEST_F(DeadLetters, ThatAreIgnoredDoNotStopARun) {
  write_notes(10, 5);
  workspace_.write("notes.toml",
                   graph_with("[run]\nmax_dead = 3\nbatch = \"1B\"\nthreads = 1\n", kSegments, "segments"));
  ASSERT_EQ(run().code, 3);
  // Four at least are dead by now, and the fifth will be.
  ASSERT_EQ(dlq({"ignore", "--document", "b100", "--document", "b101", "--why", "known"}).code, 0);
  EXPECT_EQ(run().code, 1);
  EXPECT_THAT(status(), AllOf(HasSubstr("15 read = 10 done + 0 filtered + 5 dead (2 ignored)"), HasSubstr(", 0 left")));
  EXPECT_EQ(run({"--set", "run.max_dead=2"}).code, 3);
}

TEST_F(DeadLetters, AreIgnoredOnPurposeOnly) {
  write_notes(1, 1);
  ASSERT_EQ(run().code, 1);
  EXPECT_EQ(dlq({"ignore", "--why", "all of them?"}).code, 2);
  EXPECT_EQ(dlq({"ignore", "--all"}).code, 2);
  EXPECT_EQ(dlq({"ignore", "--all", "--undo", "--why", "twice"}).code, 2);
  EXPECT_EQ(dlq({"ignore", "--reason", "another", "--why", "w"}).out, "0 dead letters ignored; 1 left\n");
  EXPECT_EQ(run().code, 1);
}

// A source document is ignored when all that is dead of it is.
TEST_F(DeadLetters, BelowACheckpointCountForTheirSourceDocument) {
  workspace_.write("notes.toml", graph_with("", kBelow, "gate"));
  std::string words;
  for (int i = 0; i < 300; ++i) words += "word" + std::to_string(i) + " ";
  note("a", words + "<b>x</b>.\n\n" + words + "<i>y</i>.");
  note("b", "a note that is good enough to be kept");
  ASSERT_EQ(run().code, 1);
  ASSERT_EQ(dlq({"export", "--each"}).out.empty(), false);
  const std::vector<std::string> each = lines(dlq({"export", "--each"}).out);
  ASSERT_EQ(each.size(), 2U);
  const std::vector<std::string> files = lines(dlq({"export"}).out);
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(value(files[0], "path"), "a");
  EXPECT_EQ(value(files[0], "location"), (workspace_ / "notes/a").string());
  EXPECT_EQ(value(files[0], "source"), "notes");
  EXPECT_EQ(value(files[0], "size"), std::to_string(fs::file_size(workspace_ / "notes/a")));
  EXPECT_EQ(value(files[0], "node"), "gate");
  EXPECT_EQ(value(files[0], "letters"), "2");
  EXPECT_EQ(value(each[1], "letters"), "1");

  query(workspace_ / "runs/notes/store.sqlite",
        "UPDATE documents SET ignored_ms = 1, ignored_why = 'one' WHERE entry = (SELECT min(entry) FROM documents)");
  EXPECT_THAT(status(), HasSubstr("2 read = 1 done + 0 filtered + 1 dead   ✓"));
  ASSERT_EQ(dlq({"ignore", "--all", "--why", "the other"}).code, 0);
  EXPECT_THAT(status(), HasSubstr("2 read = 1 done + 0 filtered + 1 dead (1 ignored)   ✓"));
  EXPECT_EQ(run().code, 0);
}

TEST_F(DeadLetters, AreExportedWithAllThatIsKnown) {
  write_notes(1, 1);
  ASSERT_EQ(run().code, 1);
  const std::vector<std::string> exported = lines(dlq({"export"}).out);
  ASSERT_EQ(exported.size(), 1U);
  const std::string& line = exported.front();
  const std::vector<std::pair<std::string, std::string>> expected{{"path", "b100"},
                                                                  {"location", (workspace_ / "notes/b100").string()},
                                                                  {"size", "10"},
                                                                  {"node", "segments"},
                                                                  {"stage", "segment"},
                                                                  {"class", "rejected"},
                                                                  {"reason", "no_segments"},
                                                                  {"message", "no text of at least 5 words"},
                                                                  {"attempts", "1"},
                                                                  {"environment", "0"},
                                                                  {"letters", "1"},
                                                                  {"isolated", "0"}};
  for (const auto& [key, text] : expected) EXPECT_EQ(value(line, key), text) << key;
  EXPECT_EQ(value(line, "content_hash").size(), 32U);
  for (const char* key : {"first_attempt", "last_started", "last_ended"}) {
    EXPECT_THAT(value(line, key), ::testing::MatchesRegex("20..-..-..T..:..:..[.]...Z")) << key;
  }
  EXPECT_THAT(line, AllOf(HasSubstr("\"member\":null"), HasSubstr("\"ignored\":null")));
}

TEST_F(DeadLetters, AreExportedWhateverTheirNames) {
  const std::vector<std::string> names{"b,c", "b\"q\"", "b\nline", "b'apostrophe", "b\xff", " b", "b;=1+1"};
  for (const std::string& name : names) note(name, "no");
  write_notes(1, 0);
  ASSERT_EQ(run().code, 1);
  const Ended jsonl = dlq({"export"});
  const std::vector<std::string> rows = lines(jsonl.out);
  ASSERT_EQ(rows.size(), names.size());
  std::vector<std::string> found;
  for (const std::string& row : rows) found.push_back(value(row, "location"));
  for (const std::string& name : names) {
    const bool is_utf8 = name != "b\xff";
    const std::string location = (workspace_ / "notes").string() + "/" + name;
    EXPECT_EQ(std::count(found.begin(), found.end(), location), is_utf8 ? 1 : 0) << name;
  }
  EXPECT_THAT(jsonl.err, HasSubstr("1 file has a name that is not UTF-8, which JSON cannot hold: --format csv can"));
  const std::string csv = dlq({"export", "--format", "csv"}).out;
  const std::string folder = (workspace_ / "notes").string();
  EXPECT_TRUE(csv.starts_with("path,location,source,member,record,size,"));
  for (const std::string& row :
       {"\r\n\"b,c\",\"" + folder + "/b,c\",notes,", "\"b\"\"q\"\"\",\"" + folder + "/b\"\"q\"\"\",",
        ",\"" + folder + "/b\nline\",", "," + folder + "/b\xff,", "\r\n b," + folder + "/ b,"}) {
    EXPECT_THAT(csv, HasSubstr(row));
  }
}

TEST_F(DeadLetters, AreAListOfDocumentsThatARunTakes) {
  for (const char* name : {"b,c", "b\"q\"", "b\nline", "sub/b"}) note(name, "no");
  write_notes(2, 0);
  ASSERT_EQ(run().code, 1);
  for (const std::string format : {"csv", "jsonl"}) {
    const std::string list = "dead." + format;
    ASSERT_EQ(dlq({"export", "notes", "--format", format, "--to", list}).code, 0);
    workspace_.write("again.toml",
                     "[graph]\nname = \"again\"\n[nodes.dead]\nstage = \"manifest\"\nwith = { file = \"" + list +
                         "\" }\n[nodes.text]\nstage = \"text\"\nfrom = \"dead\"\n[nodes.records]\nstage = \"jsonl\"\n"
                         "from = \"text\"\nwith = { path = \"again.jsonl\", fields = [\"node\", \"reason\"] }\n");
    const Ended again = weir({"run", "again.toml", "--directory", format}, workspace_.path());
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_THAT(again.err, HasSubstr("4 read = 4 done + 0 filtered + 0 dead   ✓"));
    std::string expected;
    for (int i = 0; i < 4; ++i)
      expected += R"({"node":"segments","reason":"no_segments","text":"no\n"})"
                  "\n";
    EXPECT_EQ(read_file(workspace_ / (format + "/out/again.jsonl")), expected);
    EXPECT_EQ(weir({"why", "document", "sub/b", format}, workspace_.path()).code, 0) << "it is called as before";
  }
}

TEST_F(DeadLetters, AreExportedToAFileAndAsAreAskedFor) {
  write_notes(1, 3);
  ASSERT_EQ(run().code, 1);
  ASSERT_EQ(dlq({"ignore", "--document", "b101", "--why", "known"}).code, 0);
  EXPECT_EQ(dlq({"export", "--to", "dead.jsonl"}).out, "");
  EXPECT_EQ(read_file(workspace_ / "dead.jsonl"), dlq({"export"}).out);
  EXPECT_EQ(lines(dlq({"export"}).out).size(), 2U);
  EXPECT_EQ(lines(dlq({"export", "--ignored"}).out).size(), 3U);
  EXPECT_EQ(lines(dlq({"export", "--document", "b102"}).out).size(), 1U);
  EXPECT_EQ(dlq({"export", "--reason", "another", "--format", "csv"}).out, "");
  const Ended refused = dlq({"export", "--to", "no/such/folder.csv"});
  EXPECT_EQ(refused.code, 73);
  EXPECT_THAT(refused.err, HasSubstr("cannot write no/such/folder.csv"));
}

}  // namespace
}  // namespace weir::testing
