// Whatever is damaged, lost or changed behind weir's back is found and named, and finding it changes nothing.
#include "commit/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "commit/synthetic_run.h"
#include "store/database.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class VerificationTest : public testing::Test {
 protected:
  VerificationTest() {
    settings_.run_directory = directory_ / "run";
    settings_.output_directory = directory_ / "out";
  }

  fs::path store_path() const { return settings_.run_directory / "store.sqlite"; }

  Verification verify() const {
    const store::ReadStore store(store_path());
    return commit::verify(store, settings_.run_directory, settings_.output_directory, nullptr);
  }

  std::vector<std::string> faults() const { return verify().faults; }

  // Of the outputs: the volume, or the first file of a document.
  fs::path output(bool volume) const {
    const std::string volume_name = synthetic_volume();
    for (const auto& [name, bytes] : test::expected_outputs(settings_)) {
      if ((name == volume_name) == volume && !bytes.empty()) return settings_.output_directory / name;
    }
    return {};
  }

  static std::string synthetic_volume() {
    for (const batch::Node& node : test::synthetic_wiring().nodes) {
      if (node.id == "records") return node.output_name;
    }
    return {};
  }

  // Changes one byte in the middle.
  static void change(const fs::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
    file.seekg(middle);
    const char byte = static_cast<char>(file.get());
    file.seekp(middle);
    file.put(static_cast<char>(byte ^ 1));
  }

  void change_store(const char* sql) const {
    const store::Database database(store_path(), store::Database::Mode::write);
    database.execute(sql, "change the store");
  }

  test::TemporaryDirectory directory_;
  test::SyntheticSettings settings_;
};

class FinishedRun : public VerificationTest {
 protected:
  FinishedRun() { test::run_synthetic(settings_); }
};

TEST_F(FinishedRun, IsAsTheStoreSays) {
  const Verification found = verify();
  EXPECT_THAT(found.faults, IsEmpty());
  EXPECT_GT(found.extents, 0u);
  EXPECT_EQ(found.volumes, 1u);
  EXPECT_EQ(found.files + 1, test::expected_outputs(settings_).size());
}

TEST_F(FinishedRun, IsNotChangedByLooking) {
  // The log and its index are SQLite's own: they come and go with whoever has the store open.
  const auto all = [this] {
    auto files = test::read_tree(directory_.path());
    files.erase("run/store.sqlite-wal");
    files.erase("run/store.sqlite-shm");
    return files;
  };
  const auto before = all();
  verify();
  EXPECT_TRUE(all() == before);
}

TEST_F(FinishedRun, HasFaultsWhereAPublishedVolumeWasChanged) {
  change(output(true));
  EXPECT_THAT(faults(), Contains(AllOf(HasSubstr(output(true).string()), HasSubstr("checksum of the extent"))));
  EXPECT_THAT(faults(), Contains(AllOf(HasSubstr(output(true).string()), HasSubstr("was changed since"))));
}

TEST_F(FinishedRun, HasAFaultWhereSomethingWasWrittenBehindAVolume) {
  std::ofstream(output(true), std::ios::app) << "more\n";
  EXPECT_THAT(faults(), ElementsAre(AllOf(HasSubstr(output(true).string()), HasSubstr("was changed since"))));
}

TEST_F(FinishedRun, HasAFaultWhereAVolumeIsGone) {
  fs::remove(output(true));
  EXPECT_THAT(faults(), ElementsAre(AllOf(HasSubstr(output(true).string()), HasSubstr("is gone"))));
}

TEST_F(FinishedRun, HasAFaultWhereADocumentsFileWasChanged) {
  change(output(false));
  EXPECT_THAT(faults(), ElementsAre(AllOf(HasSubstr(output(false).string()), HasSubstr("has other bytes"))));
}

TEST_F(FinishedRun, HasAFaultForEachFileThatIsGone) {
  fs::remove(output(false));
  EXPECT_THAT(faults(), ElementsAre(AllOf(HasSubstr(output(false).string()), HasSubstr("is missing"))));
  fs::remove_all(settings_.output_directory);
  EXPECT_THAT(faults(), SizeIs(test::expected_outputs(settings_).size()));
}

TEST_F(FinishedRun, HasAFaultWhereASymbolicLinkTookThePlaceOfAFile) {
  const fs::path elsewhere = directory_ / "elsewhere";
  fs::rename(output(false), elsewhere);
  fs::create_symlink(elsewhere, output(false));
  EXPECT_THAT(faults(), ElementsAre(HasSubstr(output(false).string())));
}

TEST_F(FinishedRun, HasAFaultWhereBooksDoNotBalance) {
  change_store("UPDATE batches SET done = done + 1 WHERE batch = 1");
  EXPECT_THAT(faults(),
              ElementsAre("the books of `files` do not balance", HasSubstr("the books of batch 1 do not balance")));
}

TEST_F(FinishedRun, HasAFaultWhereAnExtentIsMissing) {
  change_store("DELETE FROM extents WHERE offset = (SELECT max(offset) FROM extents)");
  change_store("UPDATE publications SET size = (SELECT sum(length) FROM extents)");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("was changed since")));
}

TEST_F(FinishedRun, HasFaultsWhereAVolumeHasBytesThatNoExtentHas) {
  change_store("DELETE FROM extents WHERE offset = 0");
  change_store("UPDATE publications SET size = (SELECT sum(length) FROM extents)");
  EXPECT_THAT(faults(), Contains(HasSubstr("has a gap or overlaps")));
  EXPECT_THAT(faults(), Contains(HasSubstr("was published with other bytes than its extents have")));
}

TEST_F(FinishedRun, HasAFaultWhereTheStoreItselfIsDamaged) {
  change_store(
      "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = "
      "(SELECT rootpage FROM sqlite_schema WHERE name = 'files_batch') WHERE name = 'extents_batch'");
  EXPECT_THAT(faults(), Contains(HasSubstr("the store is damaged")));
}

// Stopped when a part of its batches was committed, and nothing was published.
class StoppedRun : public VerificationTest {
 protected:
  StoppedRun() {
    test::begin_synthetic(settings_);
    test::commit_synthetic(settings_, 40);
  }

  fs::path part() const { return fs::directory_iterator(settings_.run_directory / "parts")->path(); }
};

TEST_F(StoppedRun, IsAsTheStoreSays) {
  const Verification found = verify();
  EXPECT_THAT(found.faults, IsEmpty());
  EXPECT_GT(found.extents, 0u);
  EXPECT_EQ(found.volumes, 0u);
}

TEST_F(StoppedRun, HasNoFaultForBytesThatWereNeverCommitted) {
  std::ofstream(part(), std::ios::app) << "torn";
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(StoppedRun, HasAFaultForTheExtentThatWasChanged) {
  change(part());
  EXPECT_THAT(faults(), ElementsAre(AllOf(HasSubstr(part().string()), HasSubstr("checksum of the extent"))));
}

TEST_F(StoppedRun, HasAFaultWhereAPartIsShort) {
  fs::resize_file(part(), fs::file_size(part()) - 1);
  EXPECT_THAT(faults(), Contains(AllOf(HasSubstr(part().string()), HasSubstr("is shorter"))));
}

TEST_F(StoppedRun, HasAFaultWhereAPartIsGone) {
  const fs::path gone = part();
  fs::remove(gone);
  EXPECT_THAT(faults(), ElementsAre(AllOf(HasSubstr(gone.string()), HasSubstr("is missing"))));
}

TEST_F(StoppedRun, HasAFaultWhereAnExtentLiesBehindWhatWasCommitted) {
  change_store("UPDATE parts SET length = length - 1");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("has an extent behind what was committed")));
}

// As after a crash between the store's transaction and the renames.
TEST_F(StoppedRun, HasNoFaultForAFileThatWaitsForItsName) {
  store::FileRecord waiting;
  store::ReadStore(store_path()).visit_files([&](const store::FileRecord& file) {
    if (!file.temporary.empty()) waiting = file;
  });
  ASSERT_FALSE(waiting.temporary.empty());
  const fs::path staged = settings_.output_directory / ".weir" / waiting.temporary;
  fs::create_directories(staged.parent_path());
  fs::rename(settings_.output_directory / waiting.name, staged);
  EXPECT_THAT(faults(), IsEmpty());
  change(staged);
  EXPECT_THAT(faults(), ElementsAre(AllOf(HasSubstr(waiting.name), HasSubstr("is missing"))));
}

TEST_F(StoppedRun, HasAFaultWhereTwoExtentsHaveTheSameBytes) {
  change_store(
      "UPDATE extents SET (offset, length, checksum) = (SELECT offset, length, checksum FROM extents "
      "WHERE offset = 0 LIMIT 1) WHERE offset = (SELECT max(offset) FROM extents)");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("overlapping extents")));
}

}  // namespace
}  // namespace weir::commit
