// Who gets a file name: the first in source order, whoever comes first in time.
#include "commit/file_names.h"

#include <gtest/gtest.h>

#include "commit/synthetic_run.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

using store::DocumentKey;

class FileNamesTest : public testing::Test {
 protected:
  static constexpr std::size_t kRecords = 1, kDocuments = 2;

  FileNamesTest() {
    store::Store::create(directory_ / "store.sqlite", {});
    store_.emplace(directory_ / "store.sqlite");
    store::ListingWriter listing = store_->begin_listing();
    for (int entry = 0; entry < 10; ++entry) {
      ListedEntry listed;
      listed.path = "p" + std::to_string(entry);
      listing.add("files", std::vector{listed});
    }
    listing.finish();
    sinks_ = find_sinks(test::synthetic_wiring(), *store_);
  }

  // A batch of one document that writes files of these names.
  static Finished writes(std::uint64_t entry, const std::vector<std::string>& names) {
    Finished finished;
    finished.batch = std::make_unique<batch::Batch>(entry + 1, 0, std::vector<batch::BatchEntry>{{entry, {}}},
                                                    test::synthetic_wiring());
    finished.batch->add_source_document(0, 0, false, "files");
    batch::Encoding& encoding = finished.batch->result(kDocuments).encoding;
    for (const std::string& name : names) encoding.files.push_back({0, name, "bytes"});
    finished.settlement.read = finished.settlement.done = 1;
    return finished;
  }

  // Whether the document is dead, and of what.
  static std::string fate(const Finished& finished) {
    if (finished.settlement.not_done.empty()) return finished.settlement.done == 1 ? "done" : "?";
    const batch::NotDone& verdict = finished.settlement.not_done[0];
    EXPECT_TRUE(verdict.dead);
    EXPECT_EQ(finished.settlement.done, 0U);
    EXPECT_EQ(finished.settlement.dead, 1U);
    EXPECT_EQ(verdict.node, kDocuments);
    return verdict.reason + ": " + verdict.message;
  }

  void commit(std::uint64_t entry, const std::vector<std::string>& names) {
    store::CommitRecord record;
    store::BatchCommit batch{entry + 1, 1, 1, {}, {}, {}, {}};
    for (const std::string& name : names) {
      batch.files.push_back({name, sinks_[1].volume.sink, {entry, 0}, "", 5, "00"});
    }
    record.batches.push_back(batch);
    store_->commit(record);
  }

  std::vector<Finished> resolve(std::vector<Finished> group) {
    names_.emplace(*store_, sinks_);
    names_->resolve(group);
    return group;
  }

  template <typename... Writers>
  static std::vector<Finished> grouped(Writers... writers) {
    std::vector<Finished> group;
    (group.push_back(std::move(writers)), ...);
    return group;
  }

  test::TemporaryDirectory directory_;
  std::optional<store::Store> store_;
  std::vector<Sink> sinks_;
  std::optional<FileNames> names_;
};

TEST_F(FileNamesTest, WithinAGroupGoToTheFirstInSourceOrder) {
  const auto group = resolve(grouped(writes(5, {"x"}), writes(2, {"x"}), writes(7, {"x", "y"}), writes(8, {"y"})));
  EXPECT_EQ(fate(group[1]), "done");
  EXPECT_EQ(fate(group[0]), "name_taken: is the file of p2: x");
  EXPECT_EQ(fate(group[2]), "name_taken: is the file of p2: x");
  EXPECT_EQ(fate(group[3]), "done") << "who is dead takes no name";
  EXPECT_EQ(names_->rival_of({5, 0}), (DocumentKey{2, 0}));
  EXPECT_EQ(names_->rival_of({2, 0}), std::nullopt);
  EXPECT_TRUE(names_->evictions().empty());
}

TEST_F(FileNamesTest, StayWithAnEarlierDocumentThatIsCommitted) {
  commit(3, {"x"});
  const auto group = resolve(grouped(writes(5, {"a", "x"})));
  EXPECT_EQ(fate(group[0]), "name_taken: is the file of p3: x");
  EXPECT_EQ(names_->rival_of({5, 0}), (DocumentKey{3, 0}));
}

TEST_F(FileNamesTest, AreTakenFromALaterDocumentThatIsCommitted) {
  commit(5, {"x", "y"});
  const auto group = resolve(grouped(writes(3, {"x", "y"}), writes(7, {"y"})));
  EXPECT_EQ(fate(group[0]), "done");
  EXPECT_EQ(fate(group[1]), "name_taken: is the file of p3: y");
  ASSERT_EQ(names_->evictions().size(), 1U) << "a document is evicted once, whatever it loses";
  const store::Eviction& eviction = names_->evictions()[0];
  EXPECT_EQ(eviction.batch, 6U);
  EXPECT_EQ(eviction.verdict.document, (DocumentKey{5, 0}));
  EXPECT_EQ(eviction.verdict.reason, "name_taken");
  EXPECT_EQ(eviction.verdict.message, "is the file of p3: x");
  EXPECT_EQ(eviction.verdict.node, "documents");
  EXPECT_EQ(eviction.verdict.rival, (DocumentKey{3, 0}));
}

TEST_F(FileNamesTest, OfAnEvictedDocumentAreFree) {
  commit(5, {"x", "y"});
  const auto group = resolve(grouped(writes(3, {"x"}), writes(7, {"y"})));
  EXPECT_EQ(fate(group[0]), "done");
  EXPECT_EQ(fate(group[1]), "done");
}

TEST_F(FileNamesTest, MustDifferWithinADocumentAndFromVolumes) {
  EXPECT_EQ(fate(resolve(grouped(writes(1, {"x", "x"})))[0]), "name_taken: this document writes it twice: x");
  EXPECT_EQ(fate(resolve(grouped(writes(1, {"all/segments.jsonl"})))[0]),
            "name_taken: is the file of a sink: all/segments.jsonl");
}

TEST_F(FileNamesTest, ThatLeadAstrayCostTheirDocument) {
  EXPECT_EQ(fate(resolve(grouped(writes(1, {"../x"})))[0]),
            "name_invalid: the name is no path below the output directory: ../x");
  EXPECT_EQ(fate(resolve(grouped(writes(1, {std::string(300, 'x')})))[0]),
            "name_invalid: the name has a part longer than 255 bytes: " + std::string(300, 'x'));
}

TEST_F(FileNamesTest, OfDeadDocumentsDoNotCount) {
  Finished dead = writes(2, {"x"});
  dead.settlement.done = 0;
  dead.settlement.dead = 1;
  dead.settlement.not_done.push_back({0, true, kDocuments, FailureClass::rejected, "broken", "before"});
  const auto group = resolve(grouped(std::move(dead), writes(5, {"x"})));
  EXPECT_EQ(fate(group[0]), "broken: before");
  EXPECT_EQ(fate(group[1]), "done");
}

}  // namespace
}  // namespace weir::commit
