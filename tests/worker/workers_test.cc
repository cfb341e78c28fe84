// Real workers, without oneTBB, so that ThreadSanitizer can watch their parent.
#include "worker/workers.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "batch/serial_engine.h"
#include "worker/small_graph.h"

namespace weir::worker {
namespace {

using namespace std::chrono_literals;

class WorkersTest : public ::testing::Test {
 protected:
  // Runs a batch of entries with these paths, isolated nodes in a worker and the others here.
  std::unique_ptr<batch::Batch> run(const std::vector<std::string>& paths, const Limits& limits = {}) {
    IsolatedBatches place(workers_, limits);
    std::vector<ListedEntry> listed;
    for (const std::string& path : paths) listed.emplace_back().path = path;
    std::unique_ptr<batch::Batch> batch = small_.graph.batch(std::move(listed), {.elsewhere = &place});
    batch::run_serially(small_.graph.wiring, small_.graph.instances, *batch);
    return batch;
  }

  // The number of the worker; nothing but the isolated nodes runs, so that many may at a time.
  std::string ask_who() {
    IsolatedBatches place(workers_, {});
    std::vector<ListedEntry> listed(1);
    listed.front().path = "who";
    const auto batch = small_.graph.batch(std::move(listed), {.elsewhere = &place});
    place.run(small_.files, *batch);
    return lines(*batch);
  }

  std::string lines(const batch::Batch& batch) const { return batch::Graph::written(batch, small_.lines); }
  std::vector<std::string> odd_failures(const batch::Batch& batch) const {
    return batch::failures(batch.result(small_.odd));
  }

  SmallGraph small_;
  Workers workers_{small_.graph.wiring, {WEIR_SMALL_WORKER, {}}};
};

TEST_F(WorkersTest, RunABatchAsItWouldRunHere) {
  const auto batch = run({"a", "b", "left c"});
  EXPECT_EQ(lines(*batch), "a\nb\n");
  EXPECT_EQ(batch::Graph::written(*batch, small_.more_lines), "a\nb\nleft c\n");
}

TEST_F(WorkersTest, RunManyBatchesFromManyThreads) {
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([this, thread, &right] {
      IsolatedBatches place(workers_, {.deadlines = {}, .recycle_after = 5});
      for (int i = 0; i < 20; ++i) {
        const std::string path = std::to_string(thread) + "." + std::to_string(i);
        std::vector<ListedEntry> listed(1);
        listed.front().path = path;
        const auto batch = small_.graph.batch(std::move(listed), {.elsewhere = &place});
        place.run(small_.files, *batch);
        if (lines(*batch) == path + "\n") ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 60);
}

TEST_F(WorkersTest, DeathCostsTheDocumentThatRanAndNoOther) {
  const auto batch = run({"a", "kill b", "c", "exit d", "e"});
  EXPECT_EQ(lines(*batch), "a\nc\ne\n");
  EXPECT_EQ(odd_failures(*batch), (std::vector<std::string>{"1 memory killed", "3 crash exited"}));
  EXPECT_EQ(small_.graph.settle(*batch).dead, 2u);
}

TEST_F(WorkersTest, EndlessCallIsKilledAfterItsDeadline) {
  const auto batch =
      run({"a", "loop b", "c"}, {.deadlines = {.document = 50ms, .no_progress = {}, .nodes = {}}, .grace = 50ms});
  EXPECT_EQ(lines(*batch), "a\nc\n");
  EXPECT_EQ(odd_failures(*batch), (std::vector<std::string>{"1 timeout deadline"}));
}

// While documents before and behind it have their turn, which is longer than any of them may take.
TEST_F(WorkersTest, ClockOfADocumentDoesNotRunBetweenItsCalls) {
  constexpr int kDocuments = 15;
  const std::vector<std::string> paths(kDocuments, "nap");
  const auto batch =
      run(paths, {.deadlines = {.document = kNap * (kDocuments - 5), .no_progress = {}, .nodes = {}}, .grace = 1ms});
  EXPECT_TRUE(odd_failures(*batch).empty());
  EXPECT_EQ(small_.graph.settle(*batch).done, static_cast<std::uint64_t>(kDocuments));
}

TEST_F(WorkersTest, ClockOfAWorkerDoesNotRunBetweenBatches) {
  const Limits limits{.deadlines = {.document = 1s, .no_progress = {}, .nodes = {}}, .grace = 1ms};
  const std::string first = lines(*run({"who"}, limits));
  std::this_thread::sleep_for(1500ms);
  const auto batch = run({"who"}, limits);
  EXPECT_TRUE(odd_failures(*batch).empty());
  EXPECT_EQ(lines(*batch), first) << "it was killed, and another asked";
}

// Of the failure, and how the worker ended: `loop` is killed from here, `exit` exits.
TEST_F(WorkersTest, SayOfADeathHowItCame) {
  const auto batch = run({"loop a", "fail b", "exit c"},
                         {.deadlines = {.document = 50ms, .no_progress = {}, .nodes = {}}, .grace = 50ms});
  std::vector<std::string> exits;
  for (const batch::NotDone& not_done : small_.graph.settle(*batch).not_done) {
    exits.push_back(not_done.ending ? not_done.ending->exit : "none");
  }
  EXPECT_EQ(exits, (std::vector<std::string>{"signal 9 (SIGKILL), by the engine", "none", "exit 3"}));
}

TEST_F(WorkersTest, EntryThatIsLeftOutKeepsItsPlaceAndHasNoVerdict) {
  IsolatedBatches place(workers_, {});
  std::vector<batch::BatchEntry> entries(3);
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].listed.path = "kill " + std::to_string(i);
  entries[0].listed.path = "a";
  entries[1].left_out = true;
  batch::Batch batch(1, 0, std::move(entries), small_.graph.wiring, {.elsewhere = &place});
  batch::run_serially(small_.graph.wiring, small_.graph.instances, batch);
  EXPECT_EQ(lines(batch), "a\n");
  EXPECT_EQ(odd_failures(batch), (std::vector<std::string>{"2 memory killed"}));
  EXPECT_EQ(small_.graph.settle(batch).read, 2u);
}

TEST_F(WorkersTest, WorkerIsReplacedAfterItsBatches) {
  const Limits limits{.deadlines = {}, .recycle_after = 2};
  const std::string first = lines(*run({"who"}, limits));
  EXPECT_EQ(lines(*run({"who"}, limits)), first);
  const std::string second = lines(*run({"who"}, limits));
  EXPECT_NE(second, first);
  EXPECT_EQ(lines(*run({"who"}, limits)), second);
}

TEST_F(WorkersTest, AnswerToAnEarlierBatchCostsNoDocumentOfThisOne) {
  const std::string first = lines(*run({"who answers late"}));
  EXPECT_EQ(lines(*run({"who"})), first) << "the worker that is left a thread in does not run the next batch";
  const auto batch = run({"a", "meets b", "c"});
  EXPECT_EQ(lines(*batch), "a\nmeets b\nc\n");
  EXPECT_TRUE(odd_failures(*batch).empty());
  EXPECT_NE(lines(*run({"who"})), first);
}

// However many workers have run something before.
TEST_F(WorkersTest, AnswerThatADocumentForgesForAnEarlierBatchCostsThatDocument) {
  std::set<std::string> workers;
  while (workers.size() < 4) {
    std::vector<std::future<std::string>> asked;
    for (int i = 0; i < 4; ++i) asked.push_back(std::async(std::launch::async, [this] { return ask_who(); }));
    for (std::future<std::string>& each : asked) workers.insert(each.get());
  }
  const auto batch = run({"a", "early b", "c"});
  EXPECT_EQ(lines(*batch), "a\nc\n");
  EXPECT_EQ(odd_failures(*batch), (std::vector<std::string>{"1 crash worker.garbage"}));
}

TEST_F(WorkersTest, WordOfABrokenSpoolCostsTheDocumentThatSaidItWhereThereIsNoSpool) {
  const auto batch = run({"a", "broken b", "c"});
  EXPECT_FALSE(batch->abandoned());
  EXPECT_EQ(lines(*batch), "a\nc\n");
  EXPECT_EQ(odd_failures(*batch), (std::vector<std::string>{"1 crash worker.garbage"}));
}

class WorkersBelowASpool : public ::testing::Test {
 protected:
  ~WorkersBelowASpool() override { std::filesystem::remove(damage_); }

  std::unique_ptr<batch::Batch> run(const std::vector<std::string>& paths) {
    IsolatedBatches place(workers_, {});
    const std::function<void(std::exception_ptr)> end_run = [this](const std::exception_ptr& error) { told_ = error; };
    std::vector<ListedEntry> listed;
    for (const std::string& path : paths) listed.emplace_back().path = path;
    std::unique_ptr<batch::Batch> batch =
        small_.graph.batch(std::move(listed), {.end_run = &end_run, .elsewhere = &place});
    batch::run_serially(small_.graph.wiring, small_.graph.instances, *batch);
    return batch;
  }

  const std::string damage_ = ::testing::TempDir() + "weir_damage_" + std::to_string(::getpid());
  SmallGraph small_{false, damage_};
  Workers workers_{small_.graph.wiring, {WEIR_SMALL_WORKER, {damage_}}};
  std::exception_ptr told_;
};

TEST_F(WorkersBelowASpool, EndTheRunWhereItCannotBeReadWithWhatTheReaderSays) {
  std::ofstream(damage_) << "damaged";
  const auto batch = run({"a", "b"});
  EXPECT_TRUE(batch->abandoned());
  ASSERT_TRUE(told_);
  try {
    std::rethrow_exception(told_);
  } catch (const std::exception& error) {
    EXPECT_STREQ(error.what(), "no such disk");
  }
}

TEST_F(WorkersBelowASpool, DoNotEndTheRunByTheirWordAlone) {
  const auto batch = run({"a", "broken b", "c"});
  EXPECT_FALSE(batch->abandoned());
  EXPECT_FALSE(told_);
  EXPECT_EQ(batch::Graph::written(*batch, small_.lines), "a\nc\n");
  EXPECT_EQ(batch::failures(batch->result(small_.odd)), (std::vector<std::string>{"1 crash worker.garbage"}));
}

TEST(SharedMemory, HoldsNoMoreThanWasWritten) {
  SharedMemory ours;
  SharedMemory theirs(batch::Descriptor(::dup(ours.descriptor())));
  theirs.append("an answer");
  EXPECT_EQ(ours.read(9), "an answer");
  constexpr off_t kClaimed = off_t{1} << 40;
  ASSERT_EQ(::ftruncate(theirs.descriptor(), kClaimed), 0);
  EXPECT_TRUE(ours.read(kClaimed / 2).empty());
}

TEST(WorkersThatCannotStart, EndTheRunAndNoDocument) {
  SmallGraph small;
  for (const std::string program : {"/bin/false", "/no/such/program"}) {
    Workers workers(small.graph.wiring, {program, {}});
    IsolatedBatches place(workers, {});
    std::exception_ptr told;
    const std::function<void(std::exception_ptr)> end_run = [&](std::exception_ptr error) { told = error; };
    std::vector<ListedEntry> listed(1);
    const auto batch = small.graph.batch(std::move(listed), {.end_run = &end_run, .elsewhere = &place});
    batch::run_serially(small.graph.wiring, small.graph.instances, *batch);
    EXPECT_TRUE(batch->abandoned());
    ASSERT_TRUE(told);
    EXPECT_THROW(std::rethrow_exception(told), StartError) << program;
  }
}

}  // namespace
}  // namespace weir::worker
