#include "files/files.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files/name.h"
#include "files/walk.h"
#include "sdk_harness.h"

namespace weir::files {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FilesTest : public ::testing::Test {
 protected:
  // Lists with `root = "in"` relative to the temporary folder.
  harness::Listing list(Table with = {}, std::vector<std::string> inputs = {}) {
    if (!with.find("root")) with.set("root", "in");
    harness::Listing listing(folder_.path().string(), std::move(inputs));
    Files(harness::bind<Files::Params>(with)).list(listing);
    return listing;
  }

  std::string error_of(Table with = {}, std::vector<std::string> inputs = {}) {
    try {
      list(std::move(with), std::move(inputs));
    } catch (const ListingError& error) {
      return error.what();
    }
    return "";
  }

  std::string location(const std::string& name) const { return (folder_.path() / name).string(); }

  harness::TemporaryDirectory folder_;
};

List patterns(std::initializer_list<const char*> patterns) { return List(patterns.begin(), patterns.end()); }

TEST_F(FilesTest, ListsEverythingBelowRootInByteOrderOfPaths) {
  for (const char* name : {"in/b.txt", "in/a/z.txt", "in/a.txt", "in/a/b/c.txt", "in/Z.txt", "in/é.txt"}) {
    folder_.write(name, "x");
  }
  EXPECT_THAT(list().paths(), ElementsAre("Z.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt", "é.txt"));
}

// More files than are looked at in one go, in more folders than there are threads, with names whose order is another
// one with the '/' of a folder behind them, or escaped.
TEST_F(FilesTest, ListsManyFilesOfManyFoldersOnceAndInByteOrder) {
  std::vector<std::string> expected;
  for (int file = 0; file < 1'300; ++file) expected.push_back("flat/" + std::to_string(file) + ".txt");
  for (int folder = 0; folder < 60; ++folder) {
    for (const char* name : {"/x.txt", ".txt", "-.txt", "/b/b.txt", "/b.txt", "z.txt"}) {
      expected.push_back("d" + std::to_string(folder) + name);
    }
  }
  for (const std::string& name : expected) folder_.write("in/" + name, name);
  folder_.write("in/d5/\x01.txt", "");
  expected.emplace_back("d5/%01.txt");
  std::sort(expected.begin(), expected.end());
  const harness::Listing listing = list();
  EXPECT_EQ(listing.paths(), expected);
  for (const ListedEntry& entry : listing.entries) {
    EXPECT_EQ(entry.size, entry.path == "d5/%01.txt" ? 0 : entry.path.size()) << entry.path;
  }
}

// While others still read.
TEST_F(FilesTest, WhatThrowsAmidAListingEndsIt) {
  for (int folder = 0; folder < 200; ++folder) folder_.write("in/" + std::to_string(folder) + "/sub/x.txt", "x");
  Selection selection;
  selection.include.emplace_back("**/*");
  int taken = 0;
  EXPECT_THROW(walk(location("in"), selection,
                    [&](const ListedEntry&) {
                      if (++taken == 3) throw std::runtime_error("enough");
                    }),
               std::runtime_error);
  EXPECT_EQ(taken, 3);
}

TEST_F(FilesTest, AnEntryKnowsItsPlaceSizeAndTime) {
  const auto file = folder_.write("in/sub/a.txt", "seven b");
  const timespec times[2] = {{1'600'000'000, 5}, {1'600'000'000, 123'456'789}};
  ASSERT_EQ(utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  const harness::Listing listing = list();
  ASSERT_EQ(listing.entries.size(), 1u);
  EXPECT_EQ(listing.entries[0].location, file.string());
  EXPECT_EQ(listing.entries[0].size, 7u);
  EXPECT_EQ(listing.entries[0].modified_ns, 1'600'000'000'123'456'789);
  EXPECT_FALSE(listing.entries[0].refusal);
}

TEST_F(FilesTest, ReadsAnEntryAsOneDocumentWithTheBytesAsContent) {
  folder_.write("in/a.txt", "some bytes");
  const harness::Listing listing = list();
  harness::Reading reading(listing.entries.at(0));
  Files(harness::bind<Files::Params>({{"root", "in"}})).read(listing.entries[0], reading);
  const harness::Answer answer = reading.answer();
  ASSERT_EQ(answer.documents.size(), 1u);
  EXPECT_EQ(answer.documents[0].content().read_string(0, 100), "some bytes");
  EXPECT_EQ(answer.documents[0].origin().id(), "a.txt");
}

TEST_F(FilesTest, IncludesAndExcludesByPatterns) {
  for (const char* name : {"in/10k/a.htm", "in/10k/a.html", "in/10k/a.pdf", "in/old/b.htm", "in/c.htm"}) {
    folder_.write(name, "x");
  }
  EXPECT_THAT(
      list(harness::table({{"include", patterns({"**/*.{htm,html}"})}, {"exclude", patterns({"old"})}})).paths(),
      ElementsAre("10k/a.htm", "10k/a.html", "c.htm"));
}

TEST_F(FilesTest, HiddenNamesTakeAPatternThatWritesTheDot) {
  folder_.write("in/.git/config", "x");
  folder_.write("in/.hidden", "x");
  folder_.write("in/a", "x");
  EXPECT_THAT(list().paths(), ElementsAre("a"));
  EXPECT_THAT(list(harness::table({{"include", patterns({".*", ".git/**"})}})).paths(),
              ElementsAre(".git/config", ".hidden"));
}

TEST_F(FilesTest, LargeFilesAreListedAndFiltered) {
  folder_.write("in/large.txt", std::string(2000, 'x'));
  folder_.write("in/small.txt", std::string(1000, 'x'));
  const harness::Listing listing = list(harness::table({{"max_size", "1000B"}}));
  ASSERT_THAT(listing.paths(), ElementsAre("large.txt", "small.txt"));
  ASSERT_TRUE(listing.entries[0].refusal);
  EXPECT_FALSE(listing.entries[0].refusal->is_failure);
  EXPECT_EQ(listing.entries[0].refusal->reason, "too_large");
  EXPECT_EQ(listing.entries[0].refusal->message, "2 KiB, and max_size is 1000 B");
  EXPECT_FALSE(listing.entries[1].refusal);
}

TEST_F(FilesTest, SpecialFilesAreRefusedByName) {
  folder_.write("in/a.txt", "x");
  ASSERT_EQ(mkfifo(location("in/pipe").c_str(), 0600), 0);
  const int socket_file = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  location("in/socket").copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket_file, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  close(socket_file);

  const harness::Listing listing = list();
  ASSERT_THAT(listing.paths(), ElementsAre("a.txt", "pipe", "socket"));
  for (std::size_t i : {1, 2}) {
    ASSERT_TRUE(listing.entries[i].refusal);
    EXPECT_TRUE(listing.entries[i].refusal->is_failure);
    EXPECT_EQ(listing.entries[i].refusal->reason, "special_file");
  }
  EXPECT_EQ(listing.entries[1].refusal->message, "this is a named pipe");
  EXPECT_EQ(list({}, {"/dev/null"}).entries.at(0).refusal->message, "this is a character device");
}

TEST_F(FilesTest, LinksArePassedOverUnlessFollowed) {
  folder_.write("in/a.txt", "x");
  folder_.write("outside/b.txt", "x");
  std::filesystem::create_symlink(location("in/a.txt"), location("in/link.txt"));
  std::filesystem::create_symlink(location("outside"), location("in/folder"));
  std::filesystem::create_symlink(location("nowhere"), location("in/broken"));
  EXPECT_THAT(list().paths(), ElementsAre("a.txt"));

  const harness::Listing followed = list(harness::table({{"follow_links", true}}));
  EXPECT_THAT(followed.paths(), ElementsAre("a.txt", "broken", "folder/b.txt", "link.txt"));
  EXPECT_EQ(followed.entries[1].refusal->reason, "broken_link");
}

TEST_F(FilesTest, LinksThatLeadBackAreEnteredOnce) {
  folder_.write("in/sub/a.txt", "x");
  std::filesystem::create_symlink(location("in"), location("in/sub/up"));
  std::filesystem::create_symlink(location("in/sub"), location("in/sub/self"));
  EXPECT_THAT(list(harness::table({{"follow_links", true}})).paths(), ElementsAre("sub/a.txt"));
}

TEST_F(FilesTest, TheRootItselfMayBeALink) {
  folder_.write("real/a.txt", "x");
  std::filesystem::create_symlink(location("real"), location("in"));
  EXPECT_THAT(list().paths(), ElementsAre("a.txt"));
}

// Runs as somebody for whom a folder can be closed, for as long as it lives.
class Unprivileged {
 public:
  Unprivileged() {
    if (privileged_ && seteuid(kNobody) != 0) throw std::runtime_error("cannot give up privileges");
  }
  ~Unprivileged() {
    if (privileged_ && seteuid(0) != 0) std::abort();
  }

 private:
  static constexpr uid_t kNobody = 65534;
  const bool privileged_ = geteuid() == 0;
};

TEST_F(FilesTest, AFolderThatCannotBeReadIsListedAsDead) {
  folder_.write("in/closed/a.txt", "x");
  folder_.write("in/b.txt", "x");
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(location("in/closed"), std::filesystem::perms::none);
  harness::Listing listing("");
  {
    const Unprivileged user;
    listing = list();
    EXPECT_EQ(error_of({}, {location("in/closed")}),
              "cannot read folder: " + location("in/closed") + ": Permission denied");
  }
  std::filesystem::permissions(location("in/closed"), std::filesystem::perms::owner_all);
  ASSERT_THAT(listing.paths(), ElementsAre("b.txt", "closed/"));
  EXPECT_TRUE(listing.entries[1].refusal->is_failure);
  EXPECT_EQ(listing.entries[1].refusal->reason, "unreadable_folder");
  EXPECT_EQ(listing.entries[1].refusal->message, "Permission denied");
}

TEST_F(FilesTest, AMissingRootIsAnErrorThatSaysWhatAndWhere) {
  EXPECT_EQ(error_of(), "no such file or folder: " + location("in"));
  EXPECT_EQ(error_of({}, {"/no/such/place"}), "no such file or folder: /no/such/place");
}

TEST_F(FilesTest, AnEmptyFolderIsAnEmptyListing) {
  std::filesystem::create_directory(location("in"));
  EXPECT_THAT(list().paths(), IsEmpty());
}

TEST_F(FilesTest, InputsOfTheCommandLineTakeThePlaceOfRoot) {
  folder_.write("in/a.htm", "x");
  folder_.write("other/b.htm", "x");
  folder_.write("other/b.pdf", "x");
  folder_.write("single/c.pdf", "x");
  const Table with = harness::table({{"include", patterns({"**/*.htm"})}});
  EXPECT_THAT(list(with, {location("other/"), location("single/c.pdf")}).paths(), ElementsAre("b.htm", "c.pdf"));
  EXPECT_THAT(list(with, {location("single/c.pdf"), location("other")}).paths(), ElementsAre("b.htm", "c.pdf"));
}

// A run may be resumed from another folder.
TEST_F(FilesTest, InputsGivenFromHereAreFoundFromElsewhere) {
  const auto file = folder_.write("in/a.txt", "x");
  const harness::Listing listing = list({}, {std::filesystem::relative(file.parent_path()).string()});
  ASSERT_EQ(listing.entries.size(), 1u);
  EXPECT_EQ(listing.entries[0].location, file.string());
}

TEST_F(FilesTest, AFileThatIsGivenTwiceIsReadOnce) {
  folder_.write("other/b.htm", "x");
  EXPECT_THAT(list({}, {location("other"), location("other/b.htm"), location("other/./b.htm")}).paths(),
              ElementsAre("b.htm"));
}

TEST_F(FilesTest, TwoFilesWithOnePathAreAnError) {
  folder_.write("x/a.htm", "1");
  folder_.write("y/a.htm", "2");
  EXPECT_THAT(error_of({}, {location("x"), location("y")}), HasSubstr("two inputs have the same path `a.htm`"));
}

TEST_F(FilesTest, AnInputWithinAnotherIsAnError) {
  folder_.write("x/y/a.htm", "1");
  EXPECT_EQ(error_of({}, {location("x"), location("x/y")}),
            "two inputs hold the same file: " + location("x/y/a.htm") + " would be read as `y/a.htm` and as `a.htm`");
}

TEST_F(FilesTest, NamesThatAreNotUtf8StayApartAndUsable) {
  folder_.write("in/caf\xE9.txt", "latin");
  folder_.write("in/caf%E9.txt", "percent");
  folder_.write("in/line\nbreak", "x");
  const harness::Listing listing = list();
  EXPECT_THAT(listing.paths(), ElementsAre("caf%25E9.txt", "caf%E9.txt", "line%0Abreak"));
  EXPECT_EQ(harness::read_file(listing.entries[1].location), "latin");
}

TEST(PathText, EscapesOnlyWhatItMust) {
  EXPECT_EQ(path_text("10-K 100%.htm"), "10-K 100%.htm");
  EXPECT_EQ(path_text("a%2Fb"), "a%252Fb");
  EXPECT_EQ(path_text("\xC2\x85\x7F"), "%C2%85%7F");
  EXPECT_EQ(path_text("日本.txt"), "日本.txt");
}

TEST(FilesParams, SayWhatIsWrong) {
  const auto wrong = [](Table with) -> std::string {
    if (!with.find("root")) with.set("root", "in");
    try {
      harness::bind<Files::Params>(with);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(wrong({}), "");
  EXPECT_EQ(wrong(harness::table({{"include", patterns({"*.{htm"})}})), "`include`: a `{` is not closed: \"*.{htm\"");
  EXPECT_EQ(wrong(harness::table({{"exclude", patterns({"["})}})), "`exclude`: a `[` is not closed: \"[\"");
  EXPECT_EQ(wrong(harness::table({{"include", List()}})), "`include` is empty, so that nothing would be read");
  EXPECT_THAT(wrong(harness::table({{"root", ""}})), HasSubstr("`root` is empty"));
}

}  // namespace
}  // namespace weir::files
