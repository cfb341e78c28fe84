#include "schedule/cost_model.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "schedule/amounts.h"

namespace weir::schedule {
namespace {

Sample sample(std::uint64_t size, std::uint64_t used, bool learned = false) {
  return {.size = size, .used = used, .reserved = 2 * used, .learned = learned, .cpu_ns = 5, .wall_ns = 7};
}

void learn(CostModel& model, const std::string& source, std::uint64_t size, std::uint64_t used) {
  for (int i = 0; i < 50; ++i) model.add(source, 1, sample(size, used));
}

TEST(SizeClass, EndsWhereTheNextBegins) {
  EXPECT_EQ(SizeClass::of(0, 1).number, 0u);
  EXPECT_EQ(SizeClass::of(64 * 1024, 1).number, 0u);
  EXPECT_EQ(SizeClass::of(64 * 1024 + 1, 1).number, 1u);
  for (unsigned number = 0; number + 1 < SizeClass::kClasses; ++number) {
    const std::uint64_t end = *SizeClass{number, false}.up_to();
    EXPECT_EQ(SizeClass::of(end, 1).number, number);
    EXPECT_EQ(SizeClass::of(end + 1, 1).number, number + 1);
  }
  EXPECT_FALSE(SizeClass::of(~std::uint64_t{0}, 1).up_to());
}

TEST(CostModel, KnowsNothingUntilAClassIsLearned) {
  CostModel model;
  for (int i = 0; i < 49; ++i) model.add("notes", 1, sample(kMiB, kMiB));
  EXPECT_FALSE(model.need("notes", kMiB, 1));
  model.add("notes", 1, sample(kMiB, kMiB));
  EXPECT_TRUE(model.need("notes", kMiB, 1));
}

TEST(CostModel, KeepsSourcesSizesAndBatchesOfSeveralApart) {
  CostModel model;
  learn(model, "notes", kMiB, 9 * kMiB);
  EXPECT_FALSE(model.need("other", kMiB, 1));
  EXPECT_FALSE(model.need("notes", 5 * kMiB, 1));
  EXPECT_FALSE(model.need("notes", kMiB, 2));
}

TEST(CostModel, CountsHowReservationsWere) {
  CostModel model;
  learn(model, "notes", kMiB, kMiB);
  model.add("notes", 1, sample(kMiB, kMiB, true));
  Sample exceeding = sample(kMiB, 4 * kMiB, true);
  exceeding.reserved = 3 * kMiB;
  model.add("notes", 1, exceeding);
  EXPECT_EQ(model.declared(), (Record{50, 0, 100 * kMiB, 50 * kMiB}));
  EXPECT_EQ(model.model(), (Record{2, 1, 5 * kMiB, 5 * kMiB}));
  EXPECT_DOUBLE_EQ(model.declared().reserved_to_used(), 2.0);
  EXPECT_EQ(Record().reserved_to_used(), 0.0);
}

TEST(CostModel, IsTheSameAfterItWasWrittenAndRead) {
  CostModel model;
  learn(model, "notes with a\ttab", kMiB, kMiB);
  learn(model, "other", 100 * kMiB, kMiB);
  model.add("other", 7, sample(3, 4, true));
  model.add(Session{.foreseen_ns = 10'000'000'000, .taken_ns = 11'000'000'000, .memory_taken = 9}, {{"text", 5}});
  CostModel read;
  ASSERT_TRUE(read.read(model.text()));
  EXPECT_EQ(read.text(), model.text());
  EXPECT_EQ(read.need("other", 100 * kMiB, 1), model.need("other", 100 * kMiB, 1));
  EXPECT_EQ(read.declared(), model.declared());
  EXPECT_EQ(read.model(), model.model());
  EXPECT_EQ(read.pace(), model.pace());
  EXPECT_EQ(read.busy_ns(), model.busy_ns());
}

TEST(CostModel, LeavesWhatItIsNotUnread) {
  CostModel model;
  learn(model, "notes", kMiB, kMiB);
  const std::string text = model.text();
  const std::vector<std::string> wrong = {
      "",
      "weir cost model 2\n",
      text + "sample\t1\t2\n",
      text + "sample\t1\t2\t3\t0\t5\t6\t7\t8\n",
      text + "pace\t1\t2\t3\t4\n",
      text + "node\tsix\tx\n",
      text + "node\t6\n",
      text + "sample\t1\t2\t3\t0\t5\t6\tsix\n",
      text + "class\t8\t0\t0\t0\t0\t0\t0\t0\t0\t0\nsource\tx\n",
      text + "class\t1\t0\t0\t0\t0\t0\t0\t0\t0\t0\nsample\t1\t2\t3\t0\t5\t6\t7\n",
      text + "source\tx\n",
      text + "\n",
      "weir cost model 1\nsample\t1\t2\t3\t0\t5\t6\t7\n",
  };
  for (const std::string& each : wrong) {
    EXPECT_FALSE(model.read(each)) << each.substr(each.size() - std::min<std::size_t>(each.size(), 60));
    EXPECT_EQ(model.text(), text);
  }
}

TEST(CostModel, IsSafeFromSeveralThreads) {
  CostModel model;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&model] {
        for (std::uint64_t i = 1; i <= 500; ++i) {
          model.add("notes", 1, sample(i * 1000, i * 1000));
          static_cast<void>(model.need("notes", i * 1000, 1));
          if (i % 100 == 0) static_cast<void>(model.text());
        }
      });
    }
  }
  EXPECT_EQ(model.declared().batches, 2000u);
  EXPECT_EQ(model.version(), 2000u);
}

}  // namespace
}  // namespace weir::schedule
