#include "commit/committer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "commit/synthetic_run.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;
using test::expected_outputs;
using test::read_tree;
using test::run_synthetic;
using test::synthetic_wiring;
using test::SyntheticSettings;

class CommitterTest : public testing::Test {
 protected:
  SyntheticSettings settings() {
    SyntheticSettings settings;
    settings.run_directory = directory_ / "run";
    settings.output_directory = directory_ / "out";
    return settings;
  }

  std::map<std::string, fs::file_time_type> times() {
    std::map<std::string, fs::file_time_type> times;
    for (const auto& entry : fs::recursive_directory_iterator(settings().output_directory)) {
      times[entry.path()] = entry.last_write_time();
    }
    return times;
  }

  test::TemporaryDirectory directory_;
};

TEST_F(CommitterTest, PublishesInSourceOrderWhateverTheOrderOfFinishing) {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    SyntheticSettings run = settings();
    run.run_directory /= std::to_string(seed);
    run.output_directory /= std::to_string(seed);
    run.seed = seed;
    run.threads = 1 + seed % 4;
    run.most_batches = seed;
    run_synthetic(run);
    EXPECT_EQ(read_tree(run.output_directory), expected_outputs(run)) << "seed " << seed;

    const store::ReadStore store(run.run_directory / "store.sqlite");
    store::Totals totals;
    for (const store::Totals& source : store.totals()) totals.add(source);
    EXPECT_EQ(totals.read, run.batches * run.documents_per_batch);
    EXPECT_TRUE(totals.books_balance());
    EXPECT_EQ(totals.pending_batches, 0U);
  }
}

TEST_F(CommitterTest, CommitsBatchesOfWhichNothingIsLeft) {
  // With one document to a batch, a document that loses its name leaves an empty one.
  for (std::uint32_t seed = 1; seed <= 3; ++seed) {
    SyntheticSettings run = settings();
    run.run_directory /= std::to_string(seed);
    run.output_directory /= std::to_string(seed);
    run.seed = seed;
    run.batches = 200;
    run.documents_per_batch = 1;
    run_synthetic(run);
    EXPECT_EQ(read_tree(run.output_directory), expected_outputs(run)) << "seed " << seed;
  }
}

TEST_F(CommitterTest, RefusesVolumeNamesThatLeadAstray) {
  test::begin_synthetic(settings());
  store::Store store(settings().run_directory / "store.sqlite");
  batch::Wiring wiring = synthetic_wiring();
  wiring.nodes[1].output_name = "../elsewhere.jsonl";
  Settings commit_settings;
  commit_settings.run_directory = settings().run_directory;
  commit_settings.output_directory = settings().output_directory;
  try {
    const Committer committer(store, wiring, commit_settings, {});
    FAIL() << "the name was taken";
  } catch (const CommitError& error) {
    EXPECT_STREQ(error.what(),
                 "the name of an output is no path below the output directory: node records: ../elsewhere.jsonl");
  }
}

TEST_F(CommitterTest, WorksOnARealDisk) {
  const test::TemporaryDirectory on_disk(test::TemporaryDirectory::Where::disk);
  SyntheticSettings run = settings();
  run.run_directory = on_disk / "run";
  run.output_directory = on_disk / "out";
  run.batches = 10;
  run_synthetic(run);
  EXPECT_EQ(read_tree(run.output_directory), expected_outputs(run));
}

TEST_F(CommitterTest, SecondRunTouchesNothing) {
  run_synthetic(settings());
  const auto before = times();
  const std::uint64_t epoch = store::ReadStore(settings().run_directory / "store.sqlite").state().epoch;
  run_synthetic(settings());
  EXPECT_EQ(times(), before);
  EXPECT_EQ(store::ReadStore(settings().run_directory / "store.sqlite").state().epoch, epoch);
}

TEST_F(CommitterTest, ANewRunIntoTheSameOutputsTouchesNoFile) {
  // In source order, so that no document loses a file that it has written.
  SyntheticSettings run = settings();
  run.seed = 0;
  run_synthetic(run);
  const auto before = times();
  fs::remove_all(run.run_directory);
  run_synthetic(run);
  EXPECT_EQ(times(), before);
  EXPECT_EQ(read_tree(run.output_directory), expected_outputs(run));
}

TEST_F(CommitterTest, LeavesNothingBehindButOutputs) {
  run_synthetic(settings());
  EXPECT_FALSE(fs::exists(settings().output_directory / ".weir"));
  EXPECT_TRUE(fs::is_empty(settings().run_directory / "parts"));
}

TEST_F(CommitterTest, GivesTokensBackOnlyWhenTheBatchIsDurable) {
  test::begin_synthetic(settings());
  store::Store store(settings().run_directory / "store.sqlite");
  Settings commit_settings;
  commit_settings.run_directory = settings().run_directory;
  commit_settings.output_directory = settings().output_directory;
  const fs::path path = settings().run_directory / "store.sqlite";
  std::atomic<int> returned = 0;
  Committer committer(store, synthetic_wiring(), commit_settings,
                      {[](const batch::Batch&, const batch::Settlement&) {}, [] {}});
  committer.recover();
  committer.start();
  const store::ReadStore reader(path);
  store::PendingBatches pending = reader.pending_batches();
  int submitted = 0;
  while (auto batch = pending.next()) {
    Finished finished = test::make_finished(reader, *batch);
    finished.tokens = std::shared_ptr<void>(nullptr, [&returned, &path, id = batch->id](void*) {
      ++returned;
      const store::ReadStore now(path);
      store::PendingBatches left = now.pending_batches();
      while (auto other = left.next()) EXPECT_NE(other->id, id) << "tokens came back before the commit";
    });
    committer.submit(std::move(finished));
    ++submitted;
  }
  committer.finish();
  EXPECT_EQ(returned, submitted);
}

TEST_F(CommitterTest, ReportsEveryBatchOnceWithTheFinalVerdicts) {
  SyntheticSettings run = settings();
  run.batches = 20;
  test::begin_synthetic(run);
  store::Store store(run.run_directory / "store.sqlite");
  Settings commit_settings;
  commit_settings.run_directory = run.run_directory;
  commit_settings.output_directory = run.output_directory;
  std::uint64_t read = 0, done = 0, dead = 0, filtered = 0;
  Committer committer(store, synthetic_wiring(), commit_settings,
                      {[&](const batch::Batch&, const batch::Settlement& settlement) {
                         read += settlement.read;
                         done += settlement.done;
                         dead += settlement.dead;
                         filtered += settlement.filtered;
                       },
                       [] {}});
  committer.recover();
  committer.start();
  {
    const store::ReadStore reader(run.run_directory / "store.sqlite");
    store::PendingBatches pending = reader.pending_batches();
    while (auto batch = pending.next()) committer.submit(test::make_finished(reader, *batch));
  }
  committer.finish();
  const store::Totals totals = store.totals()[0];
  EXPECT_EQ(read, totals.read);
  EXPECT_EQ(done, totals.done);
  EXPECT_EQ(dead, totals.dead);
  EXPECT_EQ(filtered, totals.filtered);
  EXPECT_EQ(totals.read, 100U);
}

TEST_F(CommitterTest, AfterAnErrorLetsGoOfEverythingAndSaysSo) {
  test::begin_synthetic(settings());
  store::Store store(settings().run_directory / "store.sqlite");
  // A directory where the sink wants to write a file.
  fs::create_directories(settings().output_directory / "one/0/f15.json");
  Settings commit_settings;
  commit_settings.run_directory = settings().run_directory;
  commit_settings.output_directory = settings().output_directory;
  commit_settings.most_batches = 1;
  std::atomic<int> failures = 0;
  auto tokens = std::make_shared<int>(0);
  Committer committer(store, synthetic_wiring(), commit_settings,
                      {[](const batch::Batch&, const batch::Settlement&) {}, [&] { ++failures; }});
  committer.recover();
  committer.start();
  {
    const store::ReadStore reader(settings().run_directory / "store.sqlite");
    store::PendingBatches pending = reader.pending_batches();
    while (auto batch = pending.next()) {
      Finished finished = test::make_finished(reader, *batch);
      finished.tokens = tokens;
      committer.submit(std::move(finished));
    }
  }
  EXPECT_TRUE(committer.drained_all());
  EXPECT_EQ(failures, 1);
  EXPECT_EQ(tokens.use_count(), 1) << "every batch that was submitted was let go";
  try {
    committer.finish();
    FAIL() << "the error was swallowed";
  } catch (const CommitError& error) {
    EXPECT_EQ(error.kind(), CommitError::Kind::cannot_write);
    EXPECT_NE(std::string(error.what()).find("one/0/f15.json"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace weir::commit
