// Bad input gets a clear answer that says what, where and what to do; nothing is lost, nothing crashes, nothing hangs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/process.h"

namespace weir::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;

std::string filings_graph() { return (graphs() / "sec_risk_factors.toml").string(); }

// The hostile part of the corpus, if there is one.
fs::path hostile_corpus() {
  const char* given = std::getenv("WEIR_CORPUS");
  return (given ? fs::path(given) : fs::path(WEIR_SOURCE_DIR) / "../shared/corpus") / "hostile";
}

TEST(BadInput, EmptyFolderIsARunWithNothingInIt) {
  const Workspace workspace;
  fs::create_directories(workspace / "empty");
  const Ended ended = weir({"run", filings_graph(), "empty"}, workspace.path());
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("0 read = 0 done + 0 filtered + 0 dead"));
}

TEST(BadInput, MissingFolderIsNamed) {
  const Workspace workspace;
  const Ended ended = weir({"run", filings_graph(), "no/such/folder"}, workspace.path());
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("no/such/folder"));
}

TEST(BadInput, MissingGraphIsNamed) {
  const Workspace workspace;
  const Ended ended = weir({"run", "nowhere.toml"}, workspace.path());
  EXPECT_EQ(ended.code, 78);
  EXPECT_THAT(ended.err, HasSubstr("nowhere.toml"));
}

TEST(BadInput, EmptyAndTruncatedFilingsEndWithAReason) {
  const Workspace workspace;
  workspace.write("in/zero.htm", "");
  const std::string whole = read_file(samples() / fs::directory_iterator(samples())->path().filename());
  for (const std::size_t bytes : {std::size_t{1}, std::size_t{100}, whole.size() / 2}) {
    workspace.write("in/cut" + std::to_string(bytes) + ".htm", whole.substr(0, bytes));
  }
  workspace.write("in/nul.htm", std::string(5000, '\0'));
  const Ended ended = weir({"run", filings_graph(), "in"}, workspace.path());
  EXPECT_THAT(ended.code, AnyOf(0, 1)) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("5 read = "));
  EXPECT_THAT(ended.err, HasSubstr("the books balance"));
}

TEST(BadInput, HostileDocumentsCostThemselvesOnly) {
  if (!fs::exists(hostile_corpus())) GTEST_SKIP() << "no corpus at " << hostile_corpus();
  const Workspace workspace;
  const Ended ended =
      weir({"run", filings_graph(), hostile_corpus().string(), "--set", "nodes.filings.with.include=[\"**/*\"]",
            "--set", "nodes.filing_json.with.path={id}_{section}.json"},
           workspace.path());
  EXPECT_THAT(ended.code, AnyOf(0, 1)) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("the books balance"));
}

TEST(BadInput, GraphWithTenMistakesNamesAllTen) {
  const Workspace workspace;
  workspace.write("broken.toml", R"([graph]
name = "broken"
colour = "red"
[run]
threads = "many"
batch = "1 parsec"
[limits]
memory = "1GiB"
[limiters.memory]
tokens = "150%"
[nodes.files]
stage = "fils"
[nodes.source]
stage = "files"
with = { root = "x", inclde = ["*"] }
[nodes.text]
stage = "text"
from = "sorce"
[nodes.segments]
stage = "segment"
from = "text"
with = { max_words = -3 }
[nodes.out]
stage = "jsonl"
from = "segments"
with = { path = 7 }
)");
  const Ended ended = weir({"validate", "broken.toml"}, workspace.path());
  EXPECT_EQ(ended.code, 78);
  EXPECT_THAT(ended.err, HasSubstr("10 errors"));
  EXPECT_THAT(ended.err, HasSubstr("did you mean `include`?"));
  EXPECT_THAT(ended.err, HasSubstr("broken.toml:5:"));
}

TEST(BadInput, OutputThatCannotBeWrittenIsSaidAtOnce) {
  const Workspace workspace;
  workspace.write("out", "a file where a folder should be");
  const Ended ended = weir({"run", filings_graph(), samples().string(), "--out", "out"}, workspace.path());
  EXPECT_EQ(ended.code, 73) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("out"));
  const Ended directory = weir({"run", filings_graph(), samples().string(), "--directory", "out"}, workspace.path());
  EXPECT_EQ(directory.code, 73) << directory.err;
}

TEST(BadInput, FullDiskStopsTheRunAndSpaceLetsItGoOn) {
  if (::geteuid() != 0) GTEST_SKIP() << "a small file system can only be mounted as root";
  const Workspace workspace;
  const fs::path disk = workspace / "disk";
  fs::create_directories(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=900k") != 0)
    GTEST_SKIP() << "no file system can be mounted here";
  for (int i = 0; i < 400; ++i) {
    workspace.write("notes/n" + std::to_string(i) + ".txt", std::string(8000, 'x') + ".\n");
  }
  workspace.write("notes.toml", kNotesGraph);
  const std::vector<std::string> arguments{"run", "notes.toml", "--directory", "disk/run"};
  const Ended full = weir(arguments, workspace.path());
  EXPECT_EQ(full.code, 75) << full.err;
  EXPECT_THAT(full.err, HasSubstr("space"));
  ASSERT_EQ(::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=64m"), 0);
  const Ended resumed = weir(arguments, workspace.path());
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  const std::string lines = read_file(disk / "run/out/notes.jsonl");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 400);
  ::umount(disk.c_str());
}

TEST(BadInput, SpecialFilesAreDeadLettersByName) {
  const Workspace workspace;
  workspace.write("in/good.htm", read_file(samples() / fs::directory_iterator(samples())->path().filename()));
  ASSERT_EQ(::mkfifo((workspace / "in/pipe.htm").c_str(), 0600), 0);
  const Ended ended = weir({"run", filings_graph(), "in"}, workspace.path());
  EXPECT_EQ(ended.code, 1) << ended.err;
  const Ended dlq = weir({"dlq", "list", "--all"}, workspace.path());
  EXPECT_THAT(dlq.out, HasSubstr("pipe.htm"));
}

TEST(BadInput, UnreadableFileIsADeadLetterAndTheRestGoesOn) {
  const Workspace workspace;
  workspace.write("in/a.htm", read_file(samples() / fs::directory_iterator(samples())->path().filename()));
  const fs::path shut = workspace.write("in/shut.htm", "<p>closed</p>");
  fs::permissions(shut, fs::perms::none);
  if (::geteuid() == 0) GTEST_SKIP() << "root reads everything";
  EXPECT_EQ(weir({"run", filings_graph(), "in"}, workspace.path()).code, 1);
}

}  // namespace
}  // namespace weir::testing
