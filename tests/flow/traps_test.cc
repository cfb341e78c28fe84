// What oneTBB 2021.8 does that an engine must know: each trap, shown on oneTBB itself. A test here that fails after an
// upgrade of the library is good news: a precaution of engine/flow may have become needless.
//
// None of these tests measures time. Where something must not happen, the test makes the moment definite at which it
// would have happened.
#include <gtest/gtest.h>
#include <oneapi/tbb/flow_graph.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>

namespace weir::flow {
namespace {

namespace tbbf = tbb::flow;

// Two workers on any machine, so that what is shown does not depend on where it is shown.
class Traps : public ::testing::Test {
 protected:
  tbb::global_control two_workers_{tbb::global_control::max_allowed_parallelism, 3};
  tbb::task_arena with_workers_{3};
};

// 1. An exception that leaves a body.

TEST_F(Traps, OneExceptionAbandonsEverythingInFlight) {
  tbbf::graph graph;
  std::atomic<int> ran{0};
  tbbf::function_node<int> node(graph, tbbf::serial, [&](int number) {
    ++ran;
    if (number == 9) {
      throw std::runtime_error("one bad document");
    }
  });
  for (int number = 1; number <= 1000; ++number) {
    EXPECT_TRUE(node.try_put(number));
  }
  EXPECT_THROW(graph.wait_for_all(), std::runtime_error);
  EXPECT_LT(ran, 1000) << "the messages behind the exception were run after all";
  const int before = ran;

  // From then on the node is dead, and nothing tells: it takes messages, the graph waits in good order, and none is
  // run.
  EXPECT_TRUE(node.try_put(1));
  EXPECT_NO_THROW(graph.wait_for_all());
  EXPECT_FALSE(graph.is_cancelled());
  EXPECT_EQ(ran, before) << "a serial node is no longer wedged by an exception";
}

// 2. wait_for_all returns normally, and messages are missing.

TEST_F(Traps, WaitReturnsThoughADecrementerWithTwoPredecessorsStopsCounting) {
  tbbf::graph graph;
  std::atomic<int> done{0};
  tbbf::queue_node<int> queue(graph);
  tbbf::limiter_node<int> limiter(graph, 4);
  using Fork = tbbf::multifunction_node<int, std::tuple<tbbf::continue_msg, tbbf::continue_msg>>;
  Fork fork(graph, tbbf::serial, [&](int number, Fork::output_ports_type& ports) {
    ++done;
    if (number % 2 == 0) {
      std::get<0>(ports).try_put({});
    } else {
      std::get<1>(ports).try_put({});
    }
  });
  tbbf::make_edge(queue, limiter);
  tbbf::make_edge(limiter, fork);
  tbbf::make_edge(tbbf::output_port<0>(fork), limiter.decrementer());
  tbbf::make_edge(tbbf::output_port<1>(fork), limiter.decrementer());
  for (int number = 0; number < 100; ++number) {
    queue.try_put(number);
  }
  EXPECT_NO_THROW(graph.wait_for_all());
  EXPECT_LT(done, 100);
}

TEST_F(Traps, WaitReturnsThoughASequencerLacksANumber) {
  tbbf::graph graph;
  int passed = 0;
  tbbf::sequencer_node<int> sequencer(graph, [](int number) { return static_cast<std::size_t>(number); });
  tbbf::function_node<int> count(graph, tbbf::serial, [&](int) { ++passed; });
  tbbf::make_edge(sequencer, count);
  for (int number = 0; number < 100; ++number) {
    if (number != 10) {
      sequencer.try_put(number);
    }
  }
  EXPECT_NO_THROW(graph.wait_for_all());
  EXPECT_EQ(passed, 10) << "99 were put in";
}

TEST_F(Traps, WaitReturnsThoughALimiterWithoutABufferRefused) {
  tbbf::graph graph;
  std::atomic<int> passed{0};
  tbbf::function_node<int, int> produce(graph, tbbf::serial, [](int number) { return number; });
  tbbf::limiter_node<int> limiter(graph, 3);
  tbbf::function_node<int> count(graph, tbbf::serial, [&](int) { ++passed; });
  tbbf::make_edge(produce, limiter);
  tbbf::make_edge(limiter, count);
  for (int number = 0; number < 100; ++number) {
    EXPECT_TRUE(produce.try_put(number));
  }
  EXPECT_NO_THROW(graph.wait_for_all());
  EXPECT_EQ(passed, 3);
}

// 3. Cancelled graphs.

TEST_F(Traps, ACancelledGraphTakesMessagesAndNeverRunsThem) {
  const auto payload = std::make_shared<int>(1);
  with_workers_.execute([&] {
    tbbf::graph graph;
    std::atomic<int> ran{0};
    std::latch started{1};
    std::latch cancelled{1};
    tbbf::function_node<std::shared_ptr<int>> node(graph, tbbf::serial, [&](const std::shared_ptr<int>&) {
      if (++ran == 1) {
        started.count_down();
        cancelled.wait();
      }
    });
    for (int number = 0; number < 10; ++number) {
      node.try_put(payload);
    }
    started.wait();
    graph.cancel();
    EXPECT_TRUE(node.try_put(payload)) << "a cancelled graph refuses, at last";
    cancelled.count_down();
    graph.wait_for_all();
    EXPECT_EQ(ran, 1);
    EXPECT_GT(payload.use_count(), 1) << "what was in flight is no longer kept alive";
  });
  EXPECT_EQ(payload.use_count(), 1);
}

// 4. limiter_node counts messages. Told weights through its decrementer it admits more than the budget, since a message
// weighs one until its weight arrives, and then forgets some, since its count is clamped to the threshold.

TEST_F(Traps, ALimiterNodeCannotWeigh) {
  constexpr int kBudget = 10;
  constexpr int kWeight = 6;
  tbbf::graph graph;
  int in_use = 0;
  tbbf::limiter_node<int, int> limiter(graph, kBudget);
  tbbf::function_node<int> node(graph, tbbf::serial, [&](int weight) { in_use += weight; });
  tbbf::make_edge(limiter, node);
  const auto weigh = [&] { limiter.decrementer().try_put(1 - kWeight); };  // it was counted as 1
  const auto give_back = [&] {
    in_use -= kWeight;
    limiter.decrementer().try_put(kWeight);
  };

  EXPECT_TRUE(limiter.try_put(kWeight));
  EXPECT_TRUE(limiter.try_put(kWeight)) << "the first one's weight is known at once";
  graph.wait_for_all();
  EXPECT_EQ(in_use, 12) << "over the budget of 10";

  weigh();
  weigh();      // 12 is clamped to 10
  give_back();  // so that 4 is left where 6 are in use
  int room = 0;
  while (limiter.try_put(1)) {
    ++room;
  }
  graph.wait_for_all();
  EXPECT_EQ(room, 6) << "4 would be right";
  EXPECT_EQ(in_use, 12) << "over the budget again";
}

// 5. Rejecting loses, queueing is unbounded.

TEST_F(Traps, RejectingAfterAMultifunctionNodeLosesAllButOne) {
  tbbf::graph graph;
  std::atomic<int> received{0};
  std::latch sent{1};
  using Burst = tbbf::multifunction_node<int, std::tuple<int>>;
  Burst burst(graph, tbbf::serial, [&](int count, Burst::output_ports_type& ports) {
    for (int number = 0; number < count; ++number) {
      std::get<0>(ports).try_put(number);
    }
    sent.count_down();
  });
  tbbf::function_node<int, tbbf::continue_msg, tbbf::rejecting> busy(graph, tbbf::serial, [&](int) {
    sent.wait();
    ++received;
    return tbbf::continue_msg();
  });
  tbbf::make_edge(tbbf::output_port<0>(burst), busy);
  burst.try_put(100);
  graph.wait_for_all();
  EXPECT_EQ(received, 1);
}

TEST_F(Traps, AQueueTakesWhateverComes) {
  constexpr int kMessages = 100'000;
  tbbf::graph graph;
  std::latch filled{1};
  std::atomic<int> ran{0};
  tbbf::function_node<int> node(graph, tbbf::serial, [&](int) {
    filled.wait();
    ++ran;
  });
  for (int number = 0; number < kMessages; ++number) {
    ASSERT_TRUE(node.try_put(number));
  }
  filled.count_down();
  graph.wait_for_all();
  EXPECT_EQ(ran, kMessages);
}

// 6. Cancelling ends no body.

TEST_F(Traps, CancellingWaitsForTheBodyThatRuns) {
  with_workers_.execute([] {
    tbbf::graph graph;
    std::latch started{1};
    std::latch cancelled{1};
    std::atomic<bool> waited{false};
    std::atomic<bool> waited_before_the_body_ended{false};
    tbbf::function_node<int> node(graph, tbbf::serial, [&](int) {
      started.count_down();
      cancelled.wait();
      waited_before_the_body_ended = waited.load();
    });
    node.try_put(1);
    started.wait();
    graph.cancel();
    std::jthread release([&] { cancelled.count_down(); });
    graph.wait_for_all();
    waited = true;
    EXPECT_FALSE(waited_before_the_body_ended);
  });
}

// 7. reserve_wait.

TEST_F(Traps, WithoutAReservationTheGraphEndsBeforeItsMessagesCome) {
  tbbf::graph graph;
  std::atomic<int> ran{0};
  tbbf::function_node<int> node(graph, tbbf::serial, [&](int) { ++ran; });
  graph.wait_for_all();  // nothing is in the graph; that something is parked outside, it cannot know
  EXPECT_EQ(ran, 0);
}

TEST_F(Traps, WithAReservationTheGraphWaitsUntilItIsReleased) {
  tbbf::graph graph;
  std::atomic<int> ran{0};
  tbbf::function_node<int> node(graph, tbbf::serial, [&](int) { ++ran; });
  graph.reserve_wait();
  std::latch waiting{1};
  std::atomic<bool> waited{false};
  bool waited_before_the_release = true;
  std::jthread later([&] {
    waiting.wait();
    for (int number = 0; number < 100; ++number) {
      node.try_put(number);
      std::this_thread::yield();
    }
    waited_before_the_release = waited;  // a release that is forgotten here is a hang
    graph.release_wait();
  });
  waiting.count_down();
  graph.wait_for_all();
  waited = true;
  later.join();
  EXPECT_FALSE(waited_before_the_release);
  EXPECT_EQ(ran, 100);
}

// 8. lightweight and node_priority.

TEST_F(Traps, LightweightIsIgnoredWhereTheBodyMayThrow) {
  tbbf::graph graph;
  std::atomic<int> ran{0};
  tbbf::function_node<int, tbbf::continue_msg, tbbf::queueing_lightweight> may_throw(graph, tbbf::unlimited, [&](int) {
    ++ran;
    return tbbf::continue_msg();
  });
  tbbf::function_node<int, tbbf::continue_msg, tbbf::queueing_lightweight> may_not(graph, tbbf::unlimited,
                                                                                   [&](int) noexcept {
                                                                                     ran += 100;
                                                                                     return tbbf::continue_msg();
                                                                                   });
  tbb::task_arena alone(1);  // nobody else may run a task before this thread waits
  alone.execute([&] {
    graph.reset();  // attaches the graph to this arena
    may_throw.try_put(1);
    EXPECT_EQ(ran, 0) << "it became a task like any other";
    may_not.try_put(1);
    EXPECT_EQ(ran, 100) << "it ran inside of try_put: on the sender's stack, whatever its concurrency";
    graph.wait_for_all();
  });
  EXPECT_EQ(ran, 101);
}

void one_bad_document() { throw std::runtime_error("one bad document"); }

void throw_from_a_lightweight_body() {
  tbbf::graph graph;
  tbbf::function_node<int, tbbf::continue_msg, tbbf::queueing_lightweight> node(graph, tbbf::unlimited,
                                                                                [](int) noexcept {
                                                                                  one_bad_document();
                                                                                  return tbbf::continue_msg();
                                                                                });
  node.try_put(1);
}

TEST_F(Traps, ALightweightBodyThatThrowsEndsTheProcess) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(throw_from_a_lightweight_body(), "one bad document");
}

// A node with a priority returns its tasks' memory to the wrong thread's pool (oneTBB issue 1595, mended in 2022.1): a
// corruption that shows at random, if at all. So what is pinned is that the engine uses neither.
TEST_F(Traps, TheEngineUsesNeitherPriorityNorLightweight) {
  namespace fs = std::filesystem;
  int files = 0;
  const fs::path room = fs::path(WEIR_SOURCE_DIR) / "engine" / "flow";
  for (const auto& entry : fs::recursive_directory_iterator(room)) {
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(text.find("node_priority_t"), std::string::npos) << entry.path();
    EXPECT_EQ(text.find("_lightweight"), std::string::npos) << entry.path();
    EXPECT_EQ(text.find("tbb::flow::lightweight"), std::string::npos) << entry.path();
    ++files;
  }
  EXPECT_GT(files, 0);
}

// 9. Processes.

int threads_of_this_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<int>(std::distance(begin(tasks), end(tasks)));
}

TEST_F(Traps, AForkedChildHasNoWorkersAndItsTasksNeverRun) {
  tbb::task_arena arena(2, 0);
  std::latch ran{1};
  arena.enqueue([&] { ran.count_down(); });
  ran.wait();  // here a worker runs it, though no thread of ours joins the arena
  ASSERT_GT(threads_of_this_process(), 1);

  const pid_t child = fork();
  if (child == 0) {
    std::atomic<bool> child_ran{false};
    arena.enqueue([&] { child_ran = true; });
    // With one thread in the process nobody is there to run it, however long one waits.
    const bool alone = threads_of_this_process() == 1;
    usleep(20'000);
    _exit(alone && !child_ran ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST_F(Traps, AParentDeathSignalFiresWhenTheSpawningThreadEnds) {
  pid_t child = -1;
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  std::jthread spawner([&] {
    child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGUSR2);
      signal(SIGUSR2, SIG_DFL);
      [[maybe_unused]] const auto written = write(ready[1], "r", 1);
      for (;;) {
        pause();
      }
    }
    char byte = 0;
    EXPECT_EQ(read(ready[0], &byte, 1), 1);
  });
  spawner.join();
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child) << "this process lives, and yet";
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR2);
  close(ready[0]);
  close(ready[1]);
}

// 10. One CPU.

bool runs_before_anyone_waits() {
  tbbf::graph graph;
  std::atomic<bool> ran{false};
  tbbf::function_node<int> node(graph, tbbf::serial, [&](int) { ran = true; });
  node.try_put(1);
  for (int patience = 0; patience < 200 && !ran; ++patience) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  const bool early = ran;
  graph.wait_for_all();
  return early || !ran;
}

// The child is started anew, so that oneTBB first looks at the CPUs when it may use one.
TEST(TrapsOfOneCpu, OnOneCpuNobodyRunsAnythingUntilSomebodyWaits) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
  EXPECT_EXIT(_exit(runs_before_anyone_waits() ? 1 : 0), ::testing::ExitedWithCode(0), "");
  sched_setaffinity(0, sizeof(before), &before);
}

// Beyond the ten: what admission and measurement rely on.

// A body waits for a task of its own, which the only other thread has taken. Does the waiting thread start another body
// of the graph meanwhile, on top of the first?
bool a_second_body_starts_on_top_of_the_first(bool isolated) {
  std::atomic<bool> nested{false};
  tbb::task_arena two(2);
  two.execute([&] {
    tbbf::graph graph;
    std::atomic<std::thread::id> waiting{};
    std::optional<tbbf::function_node<int>> node;
    node.emplace(graph, tbbf::unlimited, [&](int number) {
      if (number != 0) {
        nested = nested || waiting.load() == std::this_thread::get_id();
        return;
      }
      std::latch taken{1};
      tbb::task_group group;
      group.run([&] {
        taken.count_down();
        // Unisolated, it surely happens soon; isolated, one cannot wait for what must not happen.
        const int patience = isolated ? 20 : 30'000;
        for (int waited = 0; waited < patience && !nested; ++waited) {
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
      });
      taken.wait();
      for (int other = 1; other < 8; ++other) {
        node->try_put(other);
      }
      waiting = std::this_thread::get_id();
      if (isolated) {
        tbb::this_task_arena::isolate([&] { group.wait(); });
      } else {
        group.wait();
      }
      waiting = std::thread::id();
    });
    node->try_put(0);
    graph.wait_for_all();
  });
  return nested;
}

TEST_F(Traps, BodiesNestOnOneThreadUnlessIsolated) {
  EXPECT_TRUE(a_second_body_starts_on_top_of_the_first(false));
  EXPECT_FALSE(a_second_body_starts_on_top_of_the_first(true));
}

}  // namespace
}  // namespace weir::flow
