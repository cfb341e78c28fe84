// Files are read as they were listed, or not at all; and of thousands only a few are open at a time.
#include "batch/file_bytes.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "batch/graph.h"
#include "sdk_harness.h"

namespace weir::batch {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Files : public ::testing::Test {
 protected:
  // Writes a file and lists it as it is now.
  ListedEntry listed(const std::string& name, std::string_view bytes) {
    const fs::path file = directory_.write(name, bytes);
    struct stat status {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0);
    ListedEntry entry;
    entry.path = name;
    entry.location = file;
    entry.size = static_cast<std::uint64_t>(status.st_size);
    entry.modified_ns = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    return entry;
  }
  Content content(const ListedEntry& entry) {
    return Content(std::make_shared<FileBytes>(entry.location, entry.size, entry.modified_ns, files_));
  }
  // What reading the entry says when it fails.
  std::string refusal(const ListedEntry& entry) {
    try {
      content(entry).read_string(0, 1);
    } catch (const SourceError& error) {
      return error.what();
    }
    return "was read";
  }
  static void set_modified(const fs::path& file, std::int64_t ns) {
    const timespec times[2] = {{ns / 1'000'000'000, ns % 1'000'000'000}, {ns / 1'000'000'000, ns % 1'000'000'000}};
    ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  }

  harness::TemporaryDirectory directory_;
  std::shared_ptr<OpenFiles> files_ = std::make_shared<OpenFiles>();
};

std::size_t open_descriptors() {
  const fs::directory_iterator descriptors("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
}

TEST_F(Files, AreReadAtAnyOffset) {
  const Content bytes = content(listed("a", "0123456789"));
  EXPECT_EQ(bytes.size(), 10U);
  EXPECT_EQ(bytes.read_string(3, 6), "345");
  EXPECT_EQ(bytes.read_string(8, 100), "89");
  EXPECT_EQ(bytes.slice(4, 8).read_string(1, 3), "56");
  EXPECT_EQ(bytes.slice(4, 8).source_range(), (Range{4, 8}));
}

TEST_F(Files, ThatChangedTheirSizeAreRefused) {
  const ListedEntry entry = listed("a", "before");
  directory_.write("a", "after, and longer");
  set_modified(entry.location, entry.modified_ns);
  EXPECT_THAT(refusal(entry), HasSubstr("changed"));
}

TEST_F(Files, ThatChangedTheirTimeAreRefused) {
  const ListedEntry entry = listed("a", "before");
  set_modified(entry.location, entry.modified_ns + 1);
  EXPECT_THAT(refusal(entry), HasSubstr("changed"));
}

TEST_F(Files, ThatVanishedAreRefused) {
  const ListedEntry entry = listed("a", "before");
  fs::remove(entry.location);
  EXPECT_THAT(refusal(entry), HasSubstr("is gone"));
}

TEST_F(Files, ThatMayNotBeReadAreRefused) {
  const ListedEntry entry = listed("a", "secret");
  fs::permissions(entry.location, fs::perms::none);
  const bool is_root = ::geteuid() == 0;  // who may read everything
  if (is_root) {
    ASSERT_EQ(::seteuid(65534), 0);
  }
  EXPECT_THAT(refusal(entry), HasSubstr("Permission denied"));
  if (is_root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
}

// Opening a pipe for reading would wait for someone who writes.
TEST_F(Files, WhosePlaceAPipeTookAreRefusedAtOnce) {
  const ListedEntry entry = listed("a", "before");
  fs::remove(entry.location);
  ASSERT_EQ(::mkfifo(entry.location.c_str(), 0600), 0);
  set_modified(entry.location, entry.modified_ns);
  EXPECT_THAT(refusal(entry), HasSubstr("no longer a regular file"));
}

TEST_F(Files, WhosePlaceADirectoryTookAreRefused) {
  const ListedEntry entry = listed("a", "before");
  fs::remove(entry.location);
  fs::create_directory(entry.location);
  EXPECT_THAT(refusal(entry), HasSubstr("no longer a regular file"));
}

TEST_F(Files, ThatShrinkWhileTheyAreReadEndInAnError) {
  const ListedEntry entry = listed("a", std::string(100'000, 'x'));
  const Content bytes = content(entry);
  ContentStream stream(bytes, 4096);
  EXPECT_EQ(stream.next().size(), 4096U);
  fs::resize_file(entry.location, 5000);
  EXPECT_THROW(
      {
        while (!stream.next().empty()) continue;
      },
      SourceError);
}

TEST_F(Files, AThousandOfABatchKeepOnlyAFewOpen) {
  std::vector<ListedEntry> entries;
  std::vector<Content> contents;
  for (int i = 0; i < 1000; ++i) {
    entries.push_back(listed(std::to_string(i), "file " + std::to_string(i)));
    contents.push_back(content(entries.back()));
  }
  const std::size_t before = open_descriptors();
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < contents.size(); ++i) {
      ASSERT_EQ(contents[i].read_string(0, 100), "file " + std::to_string(i));
      ASSERT_LE(open_descriptors(), before + OpenFiles::kMostOpen);
    }
  }
  contents.clear();
  files_.reset();
  EXPECT_EQ(open_descriptors(), before);
}

TEST_F(Files, StayOpenAsLongAsSomeoneReadsThem) {
  const ListedEntry entry = listed("a", "kept");
  const std::shared_ptr<const int> descriptor = files_->open(entry.location, entry.size, entry.modified_ns);
  for (int i = 0; i < 10; ++i) {
    const ListedEntry other = listed("other" + std::to_string(i), "x");
    files_->open(other.location, other.size, other.modified_ns);
  }
  char byte = 0;
  EXPECT_EQ(::pread(*descriptor, &byte, 1, 0), 1);
  EXPECT_EQ(byte, 'k');
}

// The whole way: what a source opens is what was listed, and a file that changes under a batch makes its document dead.
class FilesOfABatch : public Files {
 protected:
  FilesOfABatch() {
    files_node_ = graph_.source([](const ListedEntry&, SourceEmitter& out) {
      Document document = out.document();
      document.set_content(out.open());
      set_text(document, document.content().read_string(0, 100));
      out.out().emit(std::move(document));
    });
    between_ = graph_.transform("between", files_node_, [this](Document document, Emitter& out) {
      if (while_running_) while_running_();
      out.emit(std::move(document));
    });
    lines_ = graph_.lines("lines", between_);
  }

  Graph graph_;
  std::size_t files_node_ = 0;
  std::size_t between_ = 0;
  std::size_t lines_ = 0;
  std::function<void()> while_running_;
};

TEST_F(FilesOfABatch, AreReadWithTheirNeighbours) {
  const auto batch = graph_.run_entries({listed("a", "one"), listed("b", "two")});
  EXPECT_EQ(graph_.written(*batch, lines_), "one\ntwo\n");
  EXPECT_EQ(graph_.settle(*batch).done, 2U);
}

TEST_F(FilesOfABatch, ThatChangedBeforeTheyWereReadAreTransient) {
  const ListedEntry first = listed("a", "one");
  const ListedEntry second = listed("b", "two");
  directory_.write("a", "other");
  const auto batch = graph_.run_entries({first, second});
  EXPECT_EQ(graph_.written(*batch, lines_), "two\n");
  EXPECT_THAT(failures(batch->result(files_node_)), ElementsAre("0 transient source.unreadable"));
}

TEST_F(FilesOfABatch, ThatChangeWhileTheBatchRunsAreTransient) {
  const ListedEntry first = listed("a", "one");
  const ListedEntry second = listed("b", "two");
  while_running_ = [&] { set_modified(first.location, first.modified_ns + 1'000); };
  const auto batch = graph_.run_entries({first, second});
  const Settlement settlement = graph_.settle(*batch);
  EXPECT_EQ(settlement.done, 1U);
  ASSERT_EQ(settlement.not_done.size(), 1U);
  EXPECT_TRUE(settlement.not_done[0].dead);
  EXPECT_EQ(settlement.not_done[0].position, 0U);
  EXPECT_EQ(settlement.not_done[0].failure_class, FailureClass::transient);
  EXPECT_EQ(settlement.not_done[0].reason, "source.changed");
}

TEST_F(FilesOfABatch, ThatVanishWhileTheBatchRunsAreTransient) {
  const ListedEntry entry = listed("a", "one");
  while_running_ = [&] { fs::remove(entry.location); };
  const auto batch = graph_.run_entries({entry});
  const Settlement settlement = graph_.settle(*batch);
  EXPECT_EQ(settlement.dead, 1U);
  EXPECT_EQ(settlement.not_done[0].reason, "source.gone");
}

TEST_F(FilesOfABatch, ThatVanishBeforeTheyWereReadAreGone) {
  const ListedEntry first = listed("a", "one");
  const ListedEntry second = listed("b", "two");
  fs::remove(first.location);
  const auto batch = graph_.run_entries({first, second});
  EXPECT_EQ(graph_.written(*batch, lines_), "two\n");
  EXPECT_THAT(failures(batch->result(files_node_)), ElementsAre("0 transient source.gone"));
}

// Its own failure says more than that its file has changed since.
TEST_F(FilesOfABatch, ThatChangedKeepTheFailureThatTheyHad) {
  const ListedEntry entry = listed("a", "one");
  while_running_ = [&] {
    fs::remove(entry.location);
    throw std::runtime_error("bad");
  };
  const auto batch = graph_.run_entries({entry});
  EXPECT_EQ(graph_.settle(*batch).not_done[0].reason, "exception");
}

}  // namespace
}  // namespace weir::batch
