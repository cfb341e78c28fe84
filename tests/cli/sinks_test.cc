// What sinks promise a person at the command line: the database beside the files, refusals, locks, full disks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "cli/process.h"
#include "cli/sqlite_query.h"
#include "store/small_disk.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRowsGraph = R"([graph]
name = "rows"
[nodes.notes]
stage = "files"
with = { root = "notes", include = ["**/*.txt"] }
[nodes.text]
stage = "text"
from = "notes"
[nodes.rows]
stage = "sqlite"
from = "text"
with = { path = "data/rows.sqlite", table = "notes", patience = "50ms" }
)";

class Sinks : public ::testing::Test {
 protected:
  void SetUp() override {
    workspace_.write("rows.toml", kRowsGraph);
    for (int i = 0; i < 5; ++i) {
      workspace_.write("notes/n" + std::to_string(i) + ".txt", "Note number " + std::to_string(i) + ".\n");
    }
  }

  Ended run(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"run", "rows.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return weir(arguments, workspace_.path());
  }
  // As zstd reads it.
  std::string decompressed(const std::string& name) const {
    const std::string path = (workspace_ / name).string();
    EXPECT_EQ(std::system(("zstd -q -f -d '" + path + "' -o '" + path + ".plain'").c_str()), 0);
    std::string plain = read_file(path + ".plain");
    fs::remove(path + ".plain");
    return plain;
  }
  std::string texts(const std::string& database) const { return query(workspace_ / database, kTexts); }
  static constexpr const char* kAll =
      "Note number 0.\nNote number 1.\nNote number 2.\nNote number 3.\nNote number 4.\n";
  static constexpr const char* kTexts = "SELECT rtrim(text, char(10)) FROM notes ORDER BY weir_entry";

  Workspace workspace_;
};

TEST_F(Sinks, ADatabaseIsPublishedAsOneFileWithARowForEachDocument) {
  const Ended ended = run();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("runs/rows/out/data/rows.sqlite"));
  EXPECT_EQ(texts("runs/rows/out/data/rows.sqlite"), kAll);
  EXPECT_EQ(tree(workspace_ / "runs/rows/out").size(), 1u) << "a log beside it";
}

TEST_F(Sinks, ASecondRunLeavesTheDatabaseAsItIs) {
  ASSERT_EQ(run().code, 0);
  const auto before = tree(workspace_ / "runs/rows/out");
  const Ended again = run();
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("nothing to do"));
  EXPECT_EQ(tree(workspace_ / "runs/rows/out"), before);
}

TEST_F(Sinks, ADatabaseOfOthersIsRefusedBeforeAnythingRuns) {
  fs::create_directories(workspace_ / "out/data");
  query(workspace_ / "out/data/rows.sqlite", "CREATE TABLE notes (x); INSERT INTO notes VALUES ('precious');");
  const Ended refused = run({"--out", "out"});
  EXPECT_EQ(refused.code, 73);
  EXPECT_THAT(refused.err, HasSubstr("would change a database of others"));
  EXPECT_EQ(query(workspace_ / "out/data/rows.sqlite", "SELECT x FROM notes"), "precious\n");
  const Ended allowed = run({"--out", "out", "--overwrite"});
  EXPECT_EQ(allowed.code, 0) << allowed.err;
  EXPECT_EQ(texts("out/data/rows.sqlite"), kAll);
}

TEST_F(Sinks, ALinkInTheOutputDirectoryIsNotFollowed) {
  fs::create_directories(workspace_ / "elsewhere");
  fs::create_directories(workspace_ / "out");
  fs::create_directory_symlink(workspace_ / "elsewhere", workspace_ / "out/data");
  EXPECT_EQ(run({"--out", "out"}).code, 73);
  EXPECT_TRUE(fs::is_empty(workspace_ / "elsewhere"));
}

TEST_F(Sinks, ALockedDatabaseStopsTheRunWhichCanBeResumed) {
  fs::create_directories(workspace_ / "out/data");
  {
    const LockedDatabase locked(workspace_ / "out/data/rows.sqlite");
    const Ended stopped = run({"--out", "out"});
    EXPECT_EQ(stopped.code, 75) << stopped.err;
    EXPECT_THAT(stopped.err, HasSubstr("database is locked"));
  }
  const Ended resumed = run({"--out", "out"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(texts("out/data/rows.sqlite"), kAll);
}

TEST_F(Sinks, AFullDiskStopsTheRunWhichGoesOnOnceThereIsSpace) {
  const test::SmallDisk disk(32 << 20);
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small disk takes privileges";
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    const std::string text(60'000, static_cast<char>('a' + i % 26));
    workspace_.write("notes/long" + std::to_string(10 + i) + ".txt", text + "\n");
    expected += text + "\n";
  }
  expected += kAll;
  const std::string out = (disk.path() / "out").string();
  disk.fill_up_to(1'000'000);
  const std::vector<std::string> more{"--out", out, "--set", "run.batch_documents=1"};
  const Ended full = run(more);
  EXPECT_EQ(full.code, 75) << full.err;
  EXPECT_THAT(full.err, HasSubstr("full"));
  disk.make_room();
  const Ended resumed = run(more);
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_TRUE(query(disk.path() / "out/data/rows.sqlite", kTexts) == expected);
}

TEST_F(Sinks, InspectTellsHowADatabaseIsWritten) {
  const Ended inspect = weir({"inspect", "sqlite"}, workspace_.path());
  EXPECT_EQ(inspect.code, 0) << inspect.err;
  EXPECT_THAT(inspect.out, HasSubstr("into a database, a file that `path` names"));
  EXPECT_THAT(inspect.out, HasSubstr("wrong_type"));
}

TEST_F(Sinks, TheGraphOfTheProjectWritesTheSameRecordsEverywhere) {
  const Ended ended =
      weir({"run", (graphs() / "notes_to_tables.toml").string(), "--directory", "r"}, workspace_.path());
  ASSERT_EQ(ended.code, 0) << ended.err;
  const std::string lines = decompressed("r/out/segments.jsonl.zst");
  const auto count = std::count(lines.begin(), lines.end(), '\n');
  EXPECT_GT(count, 2);
  const std::string sheet = read_file(workspace_ / "r/out/segments.csv");
  EXPECT_TRUE(sheet.starts_with("id,word_count,text\r\n"));
  const Ended status = weir({"status", "r"}, workspace_.path());
  EXPECT_THAT(status.out, HasSubstr("SINK"));
  EXPECT_THAT(status.out, HasSubstr("WRITING"));
  const Ended json = weir({"status", "r", "--format", "json"}, workspace_.path());
  for (const char* node : {"records", "rows", "sheet"}) {
    EXPECT_THAT(json.out, HasSubstr("{\"node\":\"" + std::string(node) +
                                    "\",\"commits\":1,\"records\":" + std::to_string(count) + ","));
  }
  EXPECT_EQ(weir({"verify", "r"}, workspace_.path()).code, 0);
  EXPECT_EQ(query(workspace_ / "r/out/notes.sqlite", "SELECT count(*) FROM segments WHERE words > 0"),
            std::to_string(count) + "\n");
}

constexpr const char* kSheetGraph = R"([graph]
name = "sheet"
[nodes.notes]
stage = "files"
with = { root = "notes", include = ["**/*.txt"] }
[nodes.text]
stage = "text"
from = "notes"
[nodes.segments]
stage = "segment"
from = "text"
with = { min_words = 1, max_words = 50, on_empty = "drop" }
[nodes.sheet]
stage = "csv"
from = "segments"
with = { path = "sheet.csv", fields = ["id", "text"] }
)";

class Sheets : public Sinks {
 protected:
  void SetUp() override {
    workspace_.write("sheet.toml", kSheetGraph);
    workspace_.write("notes/a.txt", "A note, with a comma.\n");
    workspace_.write("notes/b.txt", "");
  }
  Ended run_sheet(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"run", "sheet.toml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return weir(arguments, workspace_.path());
  }
};

TEST_F(Sheets, BeginWithTheirHeaderOnce) {
  for (int i = 0; i < 20; ++i) workspace_.write("notes/n" + std::to_string(i) + ".txt", "A note of some words.\n");
  const Ended ended = run_sheet({"--set", "run.batch_documents=1"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const std::string sheet = read_file(workspace_ / "runs/sheet/out/sheet.csv");
  EXPECT_TRUE(sheet.starts_with("id,text\r\na.txt/0,\"A note, with a comma.\"\r\n")) << sheet;
  EXPECT_EQ(sheet.find("id,text", 1), std::string::npos);
  EXPECT_EQ(std::count(sheet.begin(), sheet.end(), '\n'), 22);
  EXPECT_EQ(weir({"verify"}, workspace_.path()).code, 0);
}

TEST_F(Sheets, HaveTheirHeaderAlsoWhereThereIsNoRow) {
  const Ended ended = run_sheet({"--only", "b.txt"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(read_file(workspace_ / "runs/sheet/out/sheet.csv"), "id,text\r\n");
  EXPECT_EQ(weir({"verify"}, workspace_.path()).code, 0);
}

class CompressedLines : public Sinks {
 protected:
  void SetUp() override {
    std::string graph = kNotesGraph;
    const auto name = graph.find("notes.jsonl");
    workspace_.write("plain.toml", graph);
    workspace_.write("notes.toml", graph.replace(name, 11, "notes.jsonl.zst"));
    // More than one frame of plain bytes.
    for (int i = 0; i < 60; ++i) {
      std::string text;
      for (int line = 0; line < 1500; ++line) text += "Line " + std::to_string(line * i) + " of this note.\n";
      workspace_.write("notes/n" + std::to_string(i) + ".txt", text);
    }
  }
  std::string published(const std::string& directory, std::vector<std::string> more) {
    std::vector<std::string> arguments{"run", "notes.toml", "--directory", directory, "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ended ended = weir(arguments, workspace_.path());
    EXPECT_EQ(ended.code, 0) << ended.err;
    return read_file(workspace_ / (directory + "/out/notes.jsonl.zst"));
  }
};

TEST_F(CompressedLines, AreTheSameBytesAtAnyNumberOfThreadsAndForAnyBatches) {
  const std::string serial = published("serial", {"--engine", "serial"});
  EXPECT_TRUE(published("two", {"--set", "run.threads=2", "--set", "run.batch_documents=1"}) == serial);
  EXPECT_TRUE(published("eight", {"--set", "run.threads=8", "--set", "run.batch_documents=7"}) == serial);
}

TEST_F(CompressedLines, AreReadByZstd) {
  published("r", {});
  ASSERT_EQ(weir({"run", "plain.toml", "--directory", "plain", "--quiet"}, workspace_.path()).code, 0);
  const std::string plain = read_file(workspace_ / "plain/out/notes.jsonl");
  EXPECT_GT(plain.size(), 2u << 20);
  EXPECT_TRUE(decompressed("r/out/notes.jsonl.zst") == plain);
}

TEST_F(CompressedLines, AreVerifiedAndLeftAlone) {
  const std::string before = published("r", {});
  const Ended sound = weir({"verify", "r"}, workspace_.path());
  EXPECT_EQ(sound.code, 0) << sound.out;
  const auto time = fs::last_write_time(workspace_ / "r/out/notes.jsonl.zst");
  EXPECT_TRUE(published("r", {}) == before);
  EXPECT_EQ(fs::last_write_time(workspace_ / "r/out/notes.jsonl.zst"), time);
  std::string changed = before;
  changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
  workspace_.write("r/out/notes.jsonl.zst", changed);
  const Ended broken = weir({"verify", "r"}, workspace_.path());
  EXPECT_EQ(broken.code, 74);
  EXPECT_THAT(broken.out, HasSubstr("notes.jsonl.zst"));
}

}  // namespace
}  // namespace weir::testing
