#include "flow/network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <oneapi/tbb/parallel_for.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <functional>
#include <latch>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "batch/graph.h"
#include "flow/needs.h"

namespace weir::flow {
namespace {

using batch::PortOf;

constexpr std::uint64_t kPlenty = 1ULL << 40;

void pass(Document document, Emitter& out) { out.emit(std::move(document)); }

// Batches of one document through a graph that the test makes; what has finished is counted by batch.
class NetworkTest : public ::testing::Test {
 protected:
  std::size_t add_waiting(std::string id, std::size_t from, batch::Process process) {
    return graph_.add<batch::ActingTransform>(std::move(id), weir::stage<batch::ActingTransform>("waiting", "").waits(),
                                              {std::move(process), {}}, {PortOf{from, 0}});
  }
  void instances_everywhere(std::size_t count) {
    for (batch::Node& node : graph_.wiring.nodes) node.instances = count;
  }

  std::unique_ptr<batch::Batch> next() {
    EXPECT_FALSE(pulling_.exchange(true)) << "two pulls at a time";
    std::unique_ptr<batch::Batch> batch;
    if (pulled_ < batches_) {
      ListedEntry entry;
      entry.path = std::to_string(pulled_);
      entry.size = size_;
      batch = std::make_unique<batch::Batch>(pulled_, 0, std::vector<batch::BatchEntry>{{pulled_, std::move(entry)}},
                                             graph_.wiring, batch::Surroundings{.stop = &stop_});
      ++pulled_;
    }
    pulling_ = false;
    return batch;
  }
  void count(Admitted admitted) {
    const std::scoped_lock lock(mutex_);
    ++finished_[admitted.batch->id()];
  }

  Network& network(const Settings& settings, std::function<void(Admitted)> finished) {
    if (graph_.instances.empty()) graph_.build();
    return network_.emplace(
        graph_.wiring, graph_.instances, settings, [this] { return next(); }, std::move(finished));
  }
  Network& network(const Settings& settings) {
    return network(settings, [this](Admitted admitted) { count(std::move(admitted)); });
  }
  void expect_each_finished_once(std::size_t batches) {
    EXPECT_EQ(finished_.size(), batches);
    for (const auto& [id, times] : finished_) EXPECT_EQ(times, 1) << "batch " << id;
  }

  batch::Graph graph_;
  // How many batches end, and how.
  std::function<void(Admitted)> counting() {
    return [this](const Admitted& admitted) { ++(admitted.batch->abandoned() ? abandoned_ : done_); };
  }
  std::atomic<int> done_ = 0;
  std::atomic<int> abandoned_ = 0;

  std::size_t batches_ = 0;
  std::uint64_t size_ = 1000;
  std::atomic<std::size_t> pulled_ = 0;
  std::atomic<bool> pulling_ = false;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::map<std::uint64_t, int> finished_;
  std::optional<Network> network_;
};

TEST_F(NetworkTest, EveryBatchArrivesOnce) {
  graph_.lines("sink", graph_.transform("pass", graph_.source(), pass));
  instances_everywhere(4);
  batches_ = 10'000;
  network({.threads = 4, .memory_tokens = kPlenty, .batches_in_flight = 8}).run();
  expect_each_finished_once(10'000);
  EXPECT_EQ(network_->status().finished, 10'000U);
  EXPECT_EQ(network_->status().tokens_free, kPlenty);
}

TEST_F(NetworkTest, AnEmptyListingIsARun) {
  graph_.lines("sink", graph_.source());
  network({.threads = 2, .memory_tokens = kPlenty}).run();
  expect_each_finished_once(0);
}

TEST_F(NetworkTest, NeverHasMoreThanAFewBatchesInMemory) {
  graph_.lines("sink", graph_.source());
  batches_ = 20'000;
  std::atomic<std::size_t> gone{0};
  std::atomic<std::size_t> most{0};
  network({.threads = 2, .memory_tokens = kPlenty, .batches_in_flight = 4}, [&](Admitted admitted) {
    const std::size_t alive = pulled_ - gone;
    if (alive > most) most = alive;
    admitted.batch.reset();
    ++gone;
  }).run();
  EXPECT_EQ(gone, 20'000U);
  EXPECT_LE(most, 4 + 4 + 2U) << "in flight, in line, and one being pulled";
}

TEST_F(NetworkTest, WaitsForTokensThatReturnLateAndElsewhere) {
  graph_.lines("sink", graph_.source());
  batches_ = 100;
  std::vector<std::jthread> committers;
  std::atomic<int> gone{0};
  network({.threads = 2, .memory_tokens = kPlenty, .batches_in_flight = 2}, [&](Admitted admitted) {
    const std::scoped_lock lock(mutex_);
    committers.emplace_back([&gone, held = std::make_shared<Admitted>(std::move(admitted))]() mutable {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      held->batch.reset();
      ++gone;
      held->tokens.reset();
    });
  }).run();
  EXPECT_EQ(gone, 100);
}

TEST_F(NetworkTest, OneBatchAtATimeWhereTheTokensAreThoseOfOne) {
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  graph_.lines("sink", graph_.transform("count", graph_.source(), [&](Document document, Emitter& out) {
    most = std::max<int>(most, ++inside);
    std::this_thread::yield();
    out.emit(std::move(document));
    --inside;
  }));
  instances_everywhere(8);
  graph_.build();
  batches_ = 500;
  const Needs needs(graph_.wiring);
  const std::uint64_t one = needs.of(*next(), 0).tokens;
  pulled_ = 0;
  network({.threads = 8, .memory_tokens = one, .batches_in_flight = 16}).run();
  expect_each_finished_once(500);
  EXPECT_EQ(most, 1);
}

TEST_F(NetworkTest, WhatCanNeverFitFailsByNameAndArrives) {
  graph_.lines("sink", graph_.source());
  batches_ = 3;
  size_ = 1 << 30;
  std::vector<std::string> reasons;
  network({.threads = 2, .memory_tokens = 1 << 20}, [&](Admitted admitted) {
    const std::scoped_lock lock(mutex_);
    const batch::Settlement settlement = graph_.settle(*admitted.batch);
    EXPECT_EQ(settlement.read, 1U);
    EXPECT_EQ(settlement.dead, 1U);
    reasons.push_back(settlement.not_done.front().reason);
    EXPECT_EQ(settlement.not_done.front().failure_class, FailureClass::memory);
  }).run();
  EXPECT_EQ(reasons, std::vector<std::string>(3, "memory.never_fits"));
}

TEST_F(NetworkTest, NothingEscapesABody) {
  graph_.lines("sink", graph_.transform("bad", graph_.source(),
                                        [](Document, Emitter&) { throw std::runtime_error("one bad document"); }));
  instances_everywhere(3);
  batches_ = 1000;
  std::atomic<int> dead{0};
  network({.threads = 3, .memory_tokens = kPlenty, .batches_in_flight = 6}, [&](Admitted admitted) {
    dead += static_cast<int>(graph_.settle(*admitted.batch).dead);
  }).run();
  EXPECT_EQ(dead, 1000);
}

// The sink is a chain of its own, to which the one that has begun comes when the network is stopped.
TEST_F(NetworkTest, StoppedItAbandonsWhatHasNotBegun) {
  int calls = 0;
  const std::size_t sink =
      graph_.lines("sink", graph_.transform("stop", graph_.source(), [&](Document document, Emitter& out) {
        ++calls;
        std::jthread([this] { network_->stop(); });
        out.emit(std::move(document));
      }));
  graph_.wiring.nodes[sink].instances = 2;
  batches_ = 100;
  network({.threads = 1, .memory_tokens = kPlenty, .batches_in_flight = 8}, counting()).run();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(done_, 1);
  EXPECT_EQ(abandoned_, 7);
}

// A call may cost what another run would pay again: what has made one is finished, also in the next node that waits.
TEST_F(NetworkTest, StoppedItAbandonsWhatHasMadeNoCallAndFinishesTheRest) {
  std::atomic<int> first = 0, second = 0;
  const std::size_t ask = add_waiting("ask", graph_.source(), [&](Document document, Emitter& out) {
    ++first;
    out.emit(std::move(document));
  });
  const std::size_t ask_again = add_waiting("ask_again", ask, [&](Document document, Emitter& out) {
    if (++second == 3) network_->stop();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    out.emit(std::move(document));
  });
  graph_.lines("sink", ask_again);
  batches_ = 1000;
  network({.threads = 1, .memory_tokens = kPlenty, .batches_in_flight = 8}, counting()).run();
  EXPECT_EQ(first, second);
  EXPECT_EQ(done_, second);
  EXPECT_GE(done_, 3);
  EXPECT_LT(pulled_, 100U);
}

TEST_F(NetworkTest, StoppedItDoesNotReadWhatASourceThatWaitsHasNotRead) {
  int reads = 0;
  const std::size_t source = graph_.source([&](const ListedEntry& entry, SourceEmitter& out) {
    if (++reads == 1) {
      while (network_->status().in_flight < 8) std::this_thread::yield();
      network_->stop();
    }
    batch::read_path(entry, out);
  });
  StageInfo waiting = *graph_.wiring.nodes[source].stage;
  waiting.waits = true;
  graph_.wiring.nodes[source].stage = &waiting;
  graph_.lines("sink", source);
  batches_ = 1000;
  network({.threads = 1, .memory_tokens = kPlenty, .batches_in_flight = 8}, counting()).run();
  EXPECT_EQ(reads, 1);
  EXPECT_EQ(done_, 1);
  EXPECT_EQ(abandoned_, 7);
}

TEST_F(NetworkTest, StoppedItFinishesWhatHasBegunAndNothingElse) {
  std::atomic<bool> stopped{false};
  graph_.lines("sink", graph_.transform("stop", graph_.source(), [&](Document document, Emitter& out) {
    if (document.origin().path == "50" && !stopped.exchange(true)) {
      std::jthread([this] { network_->stop(); });  // as a thread that waits for signals does
    }
    out.emit(std::move(document));
  }));
  instances_everywhere(2);
  batches_ = 1'000'000;
  network({.threads = 2, .memory_tokens = kPlenty, .batches_in_flight = 4}).run();
  EXPECT_TRUE(stopped);
  EXPECT_LT(finished_.size(), 1'000'000U);
  expect_each_finished_once(finished_.size());
  EXPECT_EQ(network_->status().in_flight, 0U);
  EXPECT_EQ(network_->status().parked, 0U);
}

TEST_F(NetworkTest, StoppedBeforeItBeginsItDoesNothing) {
  graph_.lines("sink", graph_.source());
  batches_ = 10;
  Network& network = this->network({.threads = 2, .memory_tokens = kPlenty});
  network.stop();
  network.run();
  EXPECT_EQ(pulled_, 0U);
}

TEST_F(NetworkTest, AnAbortedBatchArrivesAndSaysSo) {
  graph_.lines("sink", graph_.transform("long", graph_.source(), [&](Document, Emitter& out) {
    if (pulled_ >= 4) stop_ = true;
    while (!out.stop_requested()) std::this_thread::yield();
  }));
  instances_everywhere(2);
  batches_ = 4;
  std::atomic<int> abandoned{0};
  network({.threads = 2, .memory_tokens = kPlenty, .batches_in_flight = 4}, [&](Admitted admitted) {
    abandoned += admitted.batch->abandoned();
  }).run();
  EXPECT_GT(abandoned, 0);
}

TEST_F(NetworkTest, WhatTheListingThrowsComesOutWhenAllElseHasEnded) {
  graph_.lines("sink", graph_.source());
  graph_.build();
  int given = 0;
  Network network(
      graph_.wiring, graph_.instances, {.threads = 2, .memory_tokens = kPlenty},
      [&]() -> std::unique_ptr<batch::Batch> {
        if (++given > 20) throw std::runtime_error("the store is gone");
        batches_ = 20;
        return next();
      },
      [&](Admitted admitted) { count(std::move(admitted)); });
  EXPECT_THROW(network.run(), std::runtime_error);
  expect_each_finished_once(20);
}

TEST_F(NetworkTest, AThrowingReceiverIsABugAndSaysSo) {
  graph_.lines("sink", graph_.source());
  batches_ = 100;
  EXPECT_THROW(
      network({.threads = 2, .memory_tokens = kPlenty}, [](Admitted) { throw std::runtime_error("oops"); }).run(),
      std::logic_error);
}

// With one thread in all, the stage that waits can only be waited for if it does not sit on that thread.
TEST_F(NetworkTest, AWaitingStageHoldsNoWorker) {
  std::latch others{5};
  const auto source = graph_.source();
  const auto fork = graph_.transform("fork", source,
                                     [](Document document, Emitter& out) {
                                       const std::string_view port = document.origin().path == "0" ? "slow" : "fast";
                                       out.emit(port, std::move(document));
                                     },
                                     {"slow", "fast"});
  const auto waits =
      graph_.add<batch::ActingTransform>("waits", weir::stage<batch::ActingTransform>("waiting", "").waits(),
                                         {[&](Document document, Emitter& out) {
                                            others.wait();
                                            out.emit(std::move(document));
                                          },
                                          {}},
                                         {PortOf{fork, 1}});
  const auto works = graph_.transform("works", {PortOf{fork, 2}}, [&](Document document, Emitter& out) {
    others.count_down();
    out.emit(std::move(document));
  });
  graph_.lines("sink", {PortOf{waits, 0}, PortOf{works, 0}});
  batches_ = 6;
  network({.threads = 1, .memory_tokens = kPlenty, .batches_in_flight = 6}).run();
  expect_each_finished_once(6);
}

TEST_F(NetworkTest, WaitingStagesOfTwoNodesInARowHandOnToEachOther) {
  graph_.lines("sink", add_waiting("second", add_waiting("first", graph_.source(), pass), pass));
  instances_everywhere(3);
  batches_ = 2000;
  network({.threads = 2, .memory_tokens = kPlenty, .batches_in_flight = 4}).run();
  expect_each_finished_once(2000);
}

// A stage that works in parallel itself waits for its own tasks on a worker; another batch must not start on top of it.
TEST_F(NetworkTest, AStageThatWorksInParallelIsNotInterruptedByAnotherBatch) {
  static thread_local bool inside = false;
  std::atomic<int> nested{0};
  graph_.lines("sink", graph_.transform("parallel", graph_.source(), [&](Document document, Emitter& out) {
    nested += inside;
    inside = true;
    tbb::parallel_for(0, 200, [](int) { std::this_thread::yield(); });
    inside = false;
    out.emit(std::move(document));
  }));
  instances_everywhere(16);
  batches_ = 2000;
  network({.threads = 4, .memory_tokens = kPlenty, .batches_in_flight = 16}).run();
  EXPECT_EQ(nested, 0);
}

TEST_F(NetworkTest, ANodeRunsNoMoreBatchesAtATimeThanItHasInstances) {
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  const auto narrow = graph_.transform("narrow", graph_.source(), [&](Document document, Emitter& out) {
    const int now = ++inside;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::yield();
    --inside;
    out.emit(std::move(document));
  });
  graph_.lines("sink", narrow);
  instances_everywhere(8);
  graph_.wiring.nodes[narrow].instances = 2;
  batches_ = 2000;
  network({.threads = 8, .memory_tokens = kPlenty, .batches_in_flight = 16}).run();
  EXPECT_LE(most, 2);
}

// 1,000 documents: the resource is loaded once for the node, the stage is made once for each instance.
struct Counted final : Transform {
  struct Params {
    std::atomic<int>* loaded = nullptr;
    std::atomic<int>* made = nullptr;
    std::function<void()> call;
    void declare(ParamList&) {}
  };
  static std::shared_ptr<const int> load(const Params& params, const Resources&) {
    ++*params.loaded;
    return std::make_shared<int>(1);
  }
  Counted(const Params& params, const std::shared_ptr<const int>&) : call_(params.call) { ++*params.made; }
  void process(Document document, Emitter& out) override {
    call_();
    out.emit(std::move(document));
  }

 private:
  std::function<void()> call_;
};

TEST_F(NetworkTest, LoadsAResourceOnceAndMakesAStageOnceForEachInstance) {
  std::atomic<int> loaded{0};
  std::atomic<int> made{0};
  std::atomic<int> calls{0};
  std::barrier together(4);
  const auto counted = graph_.add<Counted>("counted", weir::stage<Counted>("counted", ""),
                                           {&loaded, &made,
                                            [&] {
                                              if (calls++ < 4) together.arrive_and_wait();  // all four are needed
                                            }},
                                           {PortOf{graph_.source(), 0}});
  graph_.lines("sink", counted);
  instances_everywhere(4);
  batches_ = 1000;
  network({.threads = 4, .memory_tokens = kPlenty, .batches_in_flight = 8}).run();
  expect_each_finished_once(1000);
  EXPECT_EQ(calls, 1000);
  EXPECT_EQ(loaded, 1);
  EXPECT_EQ(made, 4);
}

TEST_F(NetworkTest, SaysWhatIsRunningWhere) {
  std::latch inside{2};
  std::latch seen{1};
  const auto source = graph_.source();
  const auto holds = graph_.transform("holds", source, [&](Document document, Emitter& out) {
    inside.count_down();
    seen.wait();
    out.emit(std::move(document));
  });
  graph_.lines("sink", holds);
  instances_everywhere(2);
  batches_ = 2;
  Network& network = this->network({.threads = 2, .memory_tokens = kPlenty, .batches_in_flight = 2});
  std::jthread watcher([&] {
    inside.wait();
    const Status status = network.status();
    EXPECT_THAT(status.running, ::testing::ElementsAre(0, 2, 0));
    EXPECT_EQ(status.in_flight, 2U);
    EXPECT_LT(status.tokens_free, status.tokens);
    seen.count_down();
  });
  network.run();
}

// A process that may use one CPU and is told to use four threads, and one: oneTBB may have no worker at all.
TEST(NetworkOnOneCpu, RunsToItsEnd) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
  const auto run = [](std::size_t threads) {
    batch::Graph graph;
    const auto waits = graph.add<batch::ActingTransform>(
        "waits", weir::stage<batch::ActingTransform>("waiting", "").waits(), {pass, {}}, {PortOf{graph.source(), 0}});
    graph.lines("sink", graph.transform("pass", waits, pass));
    graph.build();
    int left = 300;
    std::atomic<int> finished{0};
    Network network(
        graph.wiring, graph.instances, {.threads = threads, .memory_tokens = kPlenty},
        [&]() -> std::unique_ptr<batch::Batch> {
          if (left-- <= 0) return nullptr;
          return graph.batch(std::vector<ListedEntry>(3));
        },
        [&](Admitted) { ++finished; });
    network.run();
    return finished == 300;
  };
  EXPECT_EXIT(_exit(run(1) && run(4) ? 0 : 1), ::testing::ExitedWithCode(0), "");
  sched_setaffinity(0, sizeof(before), &before);
}

}  // namespace
}  // namespace weir::flow
