// Waiting nodes, without oneTBB: the test hands them batches and takes them back.
#include "flow/waiting_node.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <future>
#include <latch>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "batch/graph.h"
#include "batch/run.h"

namespace weir::flow {
namespace {

using batch::PortOf;

// A source, a waiting node and a sink. `visit` takes a batch of so many documents through the first two.
class WaitingNodeTest : public ::testing::Test {
 protected:
  template <typename T>
  void with(std::size_t workers, typename T::Params action, StageBuilder info) {
    source_ = graph_.source();
    waiting_ = graph_.add<T>("waiting", info.waits(), std::move(action), {PortOf{source_, 0}});
    graph_.wiring.nodes[waiting_].instances = workers;
    std::vector<PortOf> ports{{waiting_, 0}};
    if (takes_failed_) ports.push_back({waiting_, graph_.wiring.nodes[waiting_].failed_port()});
    sink_ = graph_.lines("sink", ports);
    graph_.build();
  }
  void with(std::size_t workers, batch::Process process) {
    with<batch::ActingTransform>(workers, {std::move(process), {}}, weir::stage<batch::ActingTransform>("calls", ""));
  }

  const std::atomic<bool> stopped_ = false;

  std::unique_ptr<Passage> passage(std::size_t documents) {
    std::vector<ListedEntry> entries(documents);
    for (std::size_t i = 0; i < documents; ++i) entries[i].path = std::to_string(i);
    auto batch = graph_.batch(std::move(entries));
    batch::run_with(graph_.wiring, source_, *graph_.instances[source_], *batch);
    return std::make_unique<Passage>(std::move(batch), nullptr, Itinerary{0, {1, 1}});
  }

  // Takes the batches through the waiting node, and what it gave to the sink's bytes.
  std::vector<std::string> visit(const std::vector<std::unique_ptr<Passage>>& passages) {
    std::atomic<std::uint32_t> running{0};
    {
      std::latch done{static_cast<std::ptrdiff_t>(passages.size())};
      WaitingNode node(graph_.wiring, waiting_, *graph_.instances[waiting_], running, stopped_,
                       [&](Passage&) { done.count_down(); });
      for (const auto& passage : passages) node.arrive(*passage);
      done.wait();
    }
    EXPECT_EQ(running, 0U);
    std::vector<std::string> written;
    for (const auto& passage : passages) {
      batch::run_with(graph_.wiring, sink_, *graph_.instances[sink_], *passage->batch);
      written.push_back(batch::Graph::written(*passage->batch, sink_));
    }
    return written;
  }
  std::string visit(std::size_t documents) {
    std::vector<std::unique_ptr<Passage>> one;
    one.push_back(passage(documents));
    last_ = one.front().get();
    std::string written = visit(one).front();
    kept_.push_back(std::move(one.front()));
    return written;
  }

  batch::Graph graph_;
  bool takes_failed_ = false;
  std::size_t source_ = 0;
  std::size_t waiting_ = 0;
  std::size_t sink_ = 0;
  Passage* last_ = nullptr;
  std::vector<std::unique_ptr<Passage>> kept_;
};

std::string lines_up_to(std::size_t count) {
  std::string lines;
  for (std::size_t i = 0; i < count; ++i) lines += std::to_string(i) + "\n";
  return lines;
}

// Each call waits until all the others of its round are being made: with one worker less this would never end.
TEST_F(WaitingNodeTest, ItsInstancesShareTheCallsOfOneBatch) {
  std::barrier together(10);
  with(10, [&](Document document, Emitter& out) {
    together.arrive_and_wait();
    out.emit(std::move(document));
  });
  EXPECT_EQ(visit(100), lines_up_to(100));
}

TEST_F(WaitingNodeTest, AnswersReturnToTheirPlacesHoweverLateTheyCome) {
  std::atomic<int> calls{0};
  with(8, [&](Document document, Emitter& out) {
    if (calls++ % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    out.emit(std::move(document));
  });
  EXPECT_EQ(visit(200), lines_up_to(200));
}

TEST_F(WaitingNodeTest, NeverMakesMoreCallsAtATimeThanItHasInstances) {
  std::atomic<int> at_a_time{0};
  std::atomic<int> most{0};
  with(3, [&](Document document, Emitter& out) {
    const int now = ++at_a_time;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::yield();
    --at_a_time;
    out.emit(std::move(document));
  });
  std::vector<std::unique_ptr<Passage>> passages;
  passages.reserve(20);
  for (int i = 0; i < 20; ++i) passages.push_back(passage(20));
  for (const std::string& written : visit(passages)) EXPECT_EQ(written, lines_up_to(20));
  EXPECT_LE(most, 3);
}

TEST_F(WaitingNodeTest, DropsAndFailuresKeepTheirOrderToo) {
  with(8, [&](Document document, Emitter& out) {
    const int number = std::stoi(batch::text_of(document));
    if (number % 2 == 0) std::this_thread::sleep_for(std::chrono::microseconds(300));
    if (number % 5 == 0) return out.drop("fifth");
    if (number % 7 == 0) throw std::runtime_error("seventh");
    if (number % 11 == 0) return;
    out.emit(std::move(document));
  });
  visit(100);
  const batch::NodeResult& shared = last_->batch->result(waiting_);
  const auto alone = passage(100);
  batch::run_with(graph_.wiring, waiting_, *graph_.instances[waiting_], *alone->batch);
  const batch::NodeResult& serial = alone->batch->result(waiting_);
  EXPECT_EQ(batch::drops(shared), batch::drops(serial));
  EXPECT_EQ(batch::failures(shared), batch::failures(serial));
  EXPECT_EQ(shared.documents_in, serial.documents_in);
  EXPECT_EQ(shared.documents_out, serial.documents_out);
  EXPECT_EQ(shared.call_ns.count(), serial.call_ns.count());
}

TEST_F(WaitingNodeTest, WhatItRejectsGoesOnInItsPlace) {
  takes_failed_ = true;
  with(8, [&](Document document, Emitter& out) {
    const int number = std::stoi(batch::text_of(document));
    if (number % 2 == 0) std::this_thread::sleep_for(std::chrono::microseconds(300));
    if (number % 3 == 0) return out.fail(FailureClass::rejected, "third", "");
    out.emit(std::move(document));
  });
  EXPECT_EQ(visit(100), lines_up_to(100));
  EXPECT_EQ(last_->batch->result(waiting_).documents_out, 100U);
}

TEST_F(WaitingNodeTest, ARunIsOneCall) {
  std::atomic<int> calls{0};
  with<batch::ActingGroup>(4,
                           {[&](std::span<Document> documents, Emitter& out) {
                              ++calls;
                              EXPECT_EQ(documents.front().position() % 15, 0U);
                              for (Document& document : documents) out.emit(std::move(document));
                            },
                            {}},
                           weir::stage<batch::ActingGroup>("runs", "").in_runs("n"));
  graph_.wiring.nodes[waiting_].run_length = 15;
  EXPECT_EQ(visit(100), lines_up_to(100));
  EXPECT_EQ(calls, 7);
}

TEST_F(WaitingNodeTest, ABatchWithoutDocumentsIsDoneAtOnce) {
  with(2, [](Document document, Emitter& out) { out.emit(std::move(document)); });
  EXPECT_EQ(visit(0), "");
}

TEST_F(WaitingNodeTest, ARequestToStopEndsTheCallsAndStillHandsTheBatchOn) {
  std::atomic<int> calls{0};
  std::atomic<bool> stop{false};
  with(2, [&](Document document, Emitter& out) {
    if (++calls == 5) stop = true;
    if (out.stop_requested()) return;
    out.emit(std::move(document));
  });
  std::vector<ListedEntry> entries(1000);
  auto batch = graph_.batch(std::move(entries), {.stop = &stop});
  batch::run_with(graph_.wiring, source_, *graph_.instances[source_], *batch);
  std::vector<std::unique_ptr<Passage>> one;
  one.push_back(std::make_unique<Passage>(std::move(batch), nullptr, Itinerary{0, {1, 1}}));
  visit(one);
  EXPECT_TRUE(one.front()->batch->abandoned());
  EXPECT_LT(calls, 1000);
}

TEST_F(WaitingNodeTest, AStageThatCannotBeMadeFailsItsDocumentsAndNothingElse) {
  with<batch::ActingTransform>(3, {[](Document, Emitter&) {}, [] { throw std::runtime_error("no connection"); }},
                               weir::stage<batch::ActingTransform>("calls", ""));
  EXPECT_EQ(visit(4), "");
  EXPECT_EQ(last_->batch->result(waiting_).failures.size(), 4U);
}

}  // namespace
}  // namespace weir::flow
