// Which batch goes next where size classes have a bound on their workers.
#include "run/class_workers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace weir::run {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Batches 1, 2, 3 and so on, each of the class that is given for it.
class ClassWorkersTest : public ::testing::Test {
 protected:
  void list(std::vector<std::size_t> classes) { classes_of_ = std::move(classes); }

  std::optional<store::BatchId> next() {
    const auto ready = [this]() -> std::optional<store::Batch> {
      if (listed_ == classes_of_.size()) return std::nullopt;
      store::Batch batch;
      batch.id = ++listed_;
      if (batch.id == over_at_) workers_.over(1);
      return batch;
    };
    const auto batch = workers_.next(ready, [this](const store::Batch& each) { return classes_of_[each.id - 1]; });
    return batch ? std::optional(batch->id) : std::nullopt;
  }
  std::vector<store::BatchId> all() {
    std::vector<store::BatchId> batches;
    while (const auto batch = next()) batches.push_back(*batch);
    return batches;
  }

  // Two classes, of which the second has two workers.
  static std::vector<graph::SizeClass> make_classes() {
    std::vector<graph::SizeClass> classes(2);
    classes[1].workers = 2;
    return classes;
  }

  static constexpr std::size_t kSmall = 0, kLarge = 1, kNone = 2;
  const std::vector<graph::SizeClass> size_classes_ = make_classes();
  ClassWorkers workers_{size_classes_};
  std::vector<std::size_t> classes_of_;
  std::size_t listed_ = 0;
  store::BatchId over_at_ = 0;  // the first is over when this one is read
};

TEST_F(ClassWorkersTest, NoMoreOfAClassAtATimeAndTheOthersGoOn) {
  list({kLarge, kLarge, kLarge, kSmall, kNone, kLarge, kSmall});
  EXPECT_THAT(all(), ElementsAre(1, 2, 4, 5, 7));
}

TEST_F(ClassWorkersTest, OneThatWaitedGoesFirstWhenAnotherIsOver) {
  list({kLarge, kLarge, kLarge, kLarge, kSmall, kSmall});
  EXPECT_EQ(next(), 1u);
  EXPECT_EQ(next(), 2u);
  EXPECT_EQ(next(), 5u);
  workers_.over(1);
  EXPECT_THAT(all(), ElementsAre(3, 6));
  workers_.over(5);
  workers_.over(5);
  EXPECT_THAT(all(), IsEmpty()) << "a batch of a class without a bound gave a worker back";
  workers_.over(3);
  workers_.over(2);
  EXPECT_THAT(all(), ElementsAre(4));
}

TEST_F(ClassWorkersTest, OneThatWaitedGoesBeforeOneThatIsReadAfterAnotherIsOver) {
  list({kLarge, kLarge, kLarge, kLarge, kLarge});
  EXPECT_EQ(next(), 1u);
  EXPECT_EQ(next(), 2u);
  over_at_ = 5;
  EXPECT_EQ(next(), 3u);
}

TEST_F(ClassWorkersTest, SoManyWaitAsideAndNoMore) {
  std::vector<std::size_t> classes(ClassWorkers::kMostAside + 100, kLarge);
  classes.push_back(kSmall);
  const store::BatchId last = classes.size();
  list(classes);
  EXPECT_THAT(all(), ElementsAre(1, 2));
  EXPECT_EQ(listed_, ClassWorkers::kMostAside + 2);
  for (store::BatchId each = 1; each + 2 < last; ++each) {
    workers_.over(each);
    ASSERT_EQ(next(), each + 2);
  }
  EXPECT_THAT(all(), ElementsAre(last));
}

}  // namespace
}  // namespace weir::run
