#include "commit/publisher.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "checksum/checksum.h"
#include "commit/error.h"
#include "commit/recovery.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;

// One sink, whose extents the tests write themselves.
class PublisherTest : public testing::Test {
 protected:
  PublisherTest() {
    store::Store::create(store_path(), {});
    open();
    store::ListingWriter listing = store_->begin_listing();
    for (std::uint64_t entry = 0; entry < 10; ++entry) {
      ListedEntry listed;
      listed.path = std::to_string(entry);
      listing.add("files", std::vector{listed});
    }
    listing.finish();
  }

  fs::path store_path() const { return directory_ / "store.sqlite"; }
  fs::path output() const { return directory_ / "out/deep/all.txt"; }
  fs::path part() const { return directory_ / "parts/records.1.part"; }

  // As a new process would.
  void open() {
    publisher_.reset();
    tree_.reset();
    parts_.reset();
    store_.reset();
    store_.emplace(store_path());
    sinks_ = {{0, "records", SinkOutput::volume, "deep/all.txt", {store_->sink_number("records"), 0}}};
    store_->name_volume(sinks_[0].volume, sinks_[0].name, by_completion_);
    sinks_[0].by_completion = by_completion_;
    parts_.emplace(directory_.path(), sinks_, *store_);
    tree_.emplace(directory_ / "out");
    recover(*store_, sinks_, *parts_, *tree_);
    publisher_.emplace(*store_, *parts_, *tree_);
  }

  void commit(std::uint64_t entry, const std::string& bytes) {
    checksum::ExtentChecksum checksum;
    checksum.add(bytes);
    PartFile& part = parts_->of(sinks_[0].volume);
    const std::uint64_t offset = part.add({bytes});
    store::CommitRecord record;
    record.parts = parts_->new_lengths();
    parts_->write_and_sync();
    const store::Extent extent{sinks_[0].volume, {entry, 0}, store::ExtentFile::part, offset,
                               bytes.size(),     1,          checksum.value()};
    record.batches.push_back({entry + 1, 1, 1, {}, {}, {extent}, {}});
    store_->commit(record);
    parts_->commit();
  }

  std::string published() {
    std::ifstream file(output(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string refusal() {
    try {
      publisher_->publish(sinks_);
    } catch (const CommitError& error) {
      EXPECT_EQ(error.kind(), CommitError::Kind::input_output);
      return error.what();
    }
    return "";
  }

  bool by_completion_ = false;
  test::TemporaryDirectory directory_;
  std::vector<Sink> sinks_;
  std::optional<store::Store> store_;
  std::optional<Parts> parts_;
  std::optional<OutputTree> tree_;
  std::optional<Publisher> publisher_;
};

TEST_F(PublisherTest, MergesInSourceOrderAndTakesThePartAway) {
  commit(4, "four ");
  commit(1, "one ");
  commit(7, "seven ");
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "one four seven ");
  EXPECT_FALSE(fs::exists(part()));
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
}

TEST_F(PublisherTest, MakesAnEmptyFileOfNothing) {
  publisher_->publish(sinks_);
  EXPECT_TRUE(fs::exists(output()));
  EXPECT_EQ(published(), "");
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
}

TEST_F(PublisherTest, ReopensWhatIsPublished) {
  commit(4, "four ");
  commit(1, "one ");
  publisher_->publish(sinks_);
  open();
  commit(2, "two ");
  EXPECT_FALSE(publisher_->is_published(sinks_[0]));
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "one two four ");
  open();
  commit(9, "nine ");
  commit(0, "zero ");
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "zero one two four nine ");
  EXPECT_FALSE(fs::exists(part()));
}

TEST_F(PublisherTest, CopiesExtentsLargerThanItsBuffers) {
  const std::string large(5'000'000, 'x'), small("end");
  commit(4, small);
  commit(1, large);
  commit(6, large + "y");
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), large + small + large + "y");
}

TEST_F(PublisherTest, DoesNotTouchAFileThatIsRight) {
  fs::create_directories(output().parent_path());
  std::ofstream(output()) << "one four ";
  const auto before = fs::last_write_time(output());
  commit(4, "four ");
  commit(1, "one ");
  publisher_->publish(sinks_);
  EXPECT_EQ(fs::last_write_time(output()), before);
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
}

TEST_F(PublisherTest, LeavesWhatTheRunHasNotWrittenUnlessItIsToldNotTo) {
  fs::create_directories(output().parent_path());
  std::ofstream(output()) << "xxx xxxx ";  // of the size that the volume will have
  commit(4, "four ");
  commit(1, "one ");
  EXPECT_THROW(publisher_->publish(sinks_), CommitError);
  EXPECT_EQ(published(), "xxx xxxx ");
  EXPECT_TRUE(fs::exists(part()));
  Publisher(*store_, *parts_, *tree_, true).publish(sinks_);
  EXPECT_EQ(published(), "one four ");
}

TEST_F(PublisherTest, LeavesALinkInThePlaceOfItsFile) {
  fs::create_directories(output().parent_path());
  fs::create_symlink("elsewhere", output());
  commit(4, "four ");
  EXPECT_THROW(publisher_->publish(sinks_), CommitError);
  EXPECT_TRUE(fs::is_symlink(output()));
}

TEST_F(PublisherTest, RefusesAPartWhoseChecksumIsWrong) {
  commit(4, "four ");
  std::ofstream(part()) << "fOur ";
  EXPECT_EQ(refusal(),
            "file is not as the store says: " + part().string() + ": the checksum of the extent at 0 is wrong");
  EXPECT_FALSE(fs::exists(output()));
}

TEST_F(PublisherTest, RefusesToBuildOnAPublishedFileThatWasChanged) {
  commit(4, "four ");
  publisher_->publish(sinks_);
  commit(5, "five ");
  std::ofstream(output()) << "fOur ";
  EXPECT_NE(refusal().find(output().string()), std::string::npos);
  std::ofstream(output()) << "four more";
  EXPECT_NE(refusal().find("was changed since"), std::string::npos);
  fs::remove(output());
  EXPECT_NE(refusal().find("was published, and is gone"), std::string::npos);
}

TEST_F(PublisherTest, SaysThatAPublishedFileIsGone) {
  commit(4, "four ");
  publisher_->publish(sinks_);
  fs::remove(output());
  EXPECT_FALSE(publisher_->is_published(sinks_[0]));
  EXPECT_EQ(refusal(), "file is not as the store says: " + output().string() +
                           ": was published, and is gone or was changed since");
}

TEST_F(PublisherTest, KeepsThePartWhileTheRecordIsOnlyInTheLog) {
  commit(4, "four ");
  const store::ReadStore reader(store_path());
  bool looked = false;
  // A reader in the middle of a read keeps the log from being emptied.
  reader.visit_extents(sinks_[0].volume, [&](const store::Extent&) {
    publisher_->publish(sinks_);
    EXPECT_TRUE(fs::exists(part()));
    looked = true;
  });
  EXPECT_TRUE(looked);
  EXPECT_EQ(published(), "four ");
  open();
  EXPECT_FALSE(fs::exists(part())) << "the next start takes it away";
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
}

// A crash between any two steps of a publication.
TEST_F(PublisherTest, ThatWasIntendedButNotNamedBeginsAgain) {
  commit(4, "four ");
  store_->intend({sinks_[0].volume, "deep/all.txt", 5, 1, checksum::file_hash("four ")});
  open();
  EXPECT_FALSE(store_->intended(sinks_[0].volume));
  commit(1, "one ");
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "one four ");
}

TEST_F(PublisherTest, ThatWasNamedButNotRecordedIsRecorded) {
  commit(4, "four ");
  store_->intend({sinks_[0].volume, "deep/all.txt", 5, 1, checksum::file_hash("four ")});
  fs::create_directories(output().parent_path());
  std::ofstream(output()) << "four ";
  open();
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
  EXPECT_FALSE(fs::exists(part()));
  commit(1, "one ");
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "one four ");
}

TEST_F(PublisherTest, ThatReopensSurvivesTheSame) {
  commit(4, "four ");
  publisher_->publish(sinks_);
  commit(1, "one ");
  store_->intend({sinks_[0].volume, "deep/all.txt", 9, 2, checksum::file_hash("one four ")});
  open();
  EXPECT_FALSE(store_->intended(sinks_[0].volume)) << "the old file still has the name";
  store_->intend({sinks_[0].volume, "deep/all.txt", 9, 2, checksum::file_hash("one four ")});
  std::ofstream(output()) << "one four ";
  open();
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
  commit(2, "two ");
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "one two four ");
}

class PublisherByCompletion : public PublisherTest {
 protected:
  PublisherByCompletion() {
    by_completion_ = true;
    open();
  }

  static ino_t file_of(const fs::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
  }
};

TEST_F(PublisherByCompletion, GivesThePartItself) {
  commit(4, "four ");
  commit(1, "one ");
  const ino_t before = file_of(part());
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "four one ");
  EXPECT_EQ(file_of(output()), before) << "it was copied";
  EXPECT_FALSE(fs::exists(part()));
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
}

TEST_F(PublisherByCompletion, AppendsWhatIsCommittedLater) {
  commit(4, "four ");
  publisher_->publish(sinks_);
  commit(1, "one ");
  EXPECT_FALSE(publisher_->is_published(sinks_[0]));
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "four one ");
  open();
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
  EXPECT_FALSE(fs::exists(part()));
}

TEST_F(PublisherByCompletion, LeavesOutWhatWasUndone) {
  commit(4, "four ");
  commit(1, "one ");
  commit(7, "seven ");
  store::Forgetting again;
  again.entries.push_back({1, store_->entries(1, 1).front().listed});
  store_->forget(again, {}, "fingerprint");
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "four seven ");
  EXPECT_FALSE(fs::exists(part()));
}

// A crash between any two steps.
TEST_F(PublisherByCompletion, ThatWasIntendedButNotNamedBeginsAgain) {
  commit(4, "four ");
  store_->intend({sinks_[0].volume, "deep/all.txt", 5, 1, checksum::file_hash("four ")});
  open();
  EXPECT_FALSE(store_->intended(sinks_[0].volume));
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "four ");
}

TEST_F(PublisherByCompletion, ThatWasNamedButNotRecordedIsRecorded) {
  commit(4, "four ");
  store_->intend({sinks_[0].volume, "deep/all.txt", 5, 1, checksum::file_hash("four ")});
  fs::create_directories(output().parent_path());
  fs::create_hard_link(part(), output());
  open();
  EXPECT_TRUE(publisher_->is_published(sinks_[0]));
  commit(1, "one ");
  publisher_->publish(sinks_);
  EXPECT_EQ(published(), "four one ");
}

TEST_F(PublisherByCompletion, CopiesWhileTheIntentionIsOnlyInTheLog) {
  commit(4, "four ");
  const ino_t before = file_of(part());
  const store::ReadStore reader(store_path());
  reader.visit_extents(sinks_[0].volume, [&](const store::Extent&) {
    publisher_->publish(sinks_);
    EXPECT_EQ(file_of(part()), before);
  });
  EXPECT_EQ(published(), "four ");
}

}  // namespace
}  // namespace weir::commit
