#include "commit/stretch.h"

#include <gtest/gtest.h>

#include "commit/synthetic_run.h"

namespace weir::commit {
namespace {

using store::DocumentKey;

// A batch of entries, each with one record of its own number in the sink's encoding.
class StretchTest : public testing::Test {
 protected:
  void make(const std::vector<std::uint64_t>& entries) {
    std::vector<batch::BatchEntry> listed;
    listed.reserve(entries.size());
    for (const std::uint64_t entry : entries) listed.push_back({entry, {}});
    batch_ = std::make_unique<batch::Batch>(1, 0, listed, test::synthetic_wiring());
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
      batch_->add_source_document(i, 0, false, "files");
      write(i, "<" + std::to_string(entries[i]) + ">");
    }
  }

  void write(std::uint32_t position, const std::string& bytes) {
    const std::uint64_t begin = encoding_.bytes.size();
    encoding_.bytes += bytes;
    encoding_.pieces.push_back({position, begin, encoding_.bytes.size(), 1});
  }

  // "first entry: bytes (records)" for each stretch.
  std::vector<std::string> stretches(const std::vector<DocumentKey>& gaps) {
    std::vector<std::string> shown;
    for (const Stretch& stretch : make_stretches(*batch_, encoding_, gaps)) {
      std::string bytes;
      for (const std::string_view piece : stretch.pieces) bytes += piece;
      EXPECT_EQ(bytes.size(), stretch.length);
      shown.push_back(std::to_string(stretch.first.entry) + ": " + bytes + " (" + std::to_string(stretch.records) +
                      ")");
    }
    return shown;
  }

  std::unique_ptr<batch::Batch> batch_;
  batch::Encoding encoding_;
};

using Shown = std::vector<std::string>;

TEST_F(StretchTest, IsOneWhereNothingIsLeftOut) {
  make({4, 5, 6});
  EXPECT_EQ(stretches({}), (Shown{"4: <4><5><6> (3)"}));
  EXPECT_EQ(make_stretches(*batch_, encoding_, {})[0].pieces.size(), 1U) << "neighbours are written as one";
}

TEST_F(StretchTest, EndsWhereADocumentIsDead) {
  make({4, 5, 6, 7});
  EXPECT_EQ(stretches({{5, 0}}), (Shown{"4: <4> (1)", "6: <6><7> (2)"}));
  EXPECT_EQ(stretches({{4, 0}}), (Shown{"5: <5><6><7> (3)"}));
  EXPECT_EQ(stretches({{7, 0}}), (Shown{"4: <4><5><6> (3)"}));
  EXPECT_EQ(stretches({{5, 0}, {6, 0}}), (Shown{"4: <4> (1)", "7: <7> (1)"}));
}

TEST_F(StretchTest, EndsWhereADocumentDidNotRun) {
  make({4, 6, 7});
  EXPECT_EQ(stretches({{5, 0}}), (Shown{"4: <4> (1)", "6: <6><7> (2)"}));
  EXPECT_EQ(stretches({{5, 3}}), (Shown{"4: <4> (1)", "6: <6><7> (2)"})) << "a record of an entry counts too";
}

TEST_F(StretchTest, OfNoBytesIsNone) {
  make({});
  EXPECT_EQ(stretches({}), Shown{});
  make({4});
  encoding_ = {};
  write(0, "");
  EXPECT_EQ(stretches({}), Shown{});
}

TEST(Gaps, AreTheDeadAndThoseThatDidNotRun) {
  batch::Batch batch(1, 0, {{3, {}}, {4, {}}, {6, {}}}, test::synthetic_wiring());
  for (std::uint32_t i = 0; i < 3; ++i) batch.add_source_document(i, 0, false, "files");
  batch::Settlement settlement;
  settlement.not_done = {{0, false, 0, {}, "short", ""}, {2, true, 0, {}, "broken", ""}};
  EXPECT_EQ(find_gaps(batch, settlement, {{5, 0}}), (std::vector<DocumentKey>{{5, 0}, {6, 0}}));
}

}  // namespace
}  // namespace weir::commit
