// A heavy resource is loaded once for a node, and a stage made once for each instance: never once for a document.
#include "batch/instance.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "batch/graph.h"
#include "batch/run.h"

namespace weir::batch {
namespace {

struct Counts {
  std::atomic<int> loaded = 0;
  std::atomic<int> made = 0;
  std::atomic<int> gone = 0;
};

struct Counting {
  Counts* counts = nullptr;
  void declare(ParamList&) {}
};

// Counts how often it is loaded, made and destroyed; passes everything on.
class Counted final : public Transform {
 public:
  using Params = Counting;
  static std::shared_ptr<const std::string> load(const Params& params, const Resources& resources) {
    ++params.counts->loaded;
    return std::make_shared<const std::string>("model of " + resources.base_directory());
  }
  Counted(const Params& params, std::shared_ptr<const std::string> model)
      : counts_(*params.counts), model_(std::move(model)) {
    ++counts_.made;
  }
  ~Counted() override { ++counts_.gone; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

  void process(Document document, Emitter& out) override {
    set_text(document, *model_);
    out.emit(std::move(document));
  }

 private:
  Counts& counts_;
  std::shared_ptr<const std::string> model_;
};

class InstancesOfANode : public ::testing::Test {
 protected:
  void place(std::size_t instances) {
    const auto files = graph_.source();
    counted_ = graph_.add<Counted>("counted", weir::stage<Counted>("counted", ""), {&counts_}, {{files, 0}});
    graph_.wiring.nodes[counted_].instances = instances;
    lines_ = graph_.lines("lines", counted_);
  }
  std::vector<std::string> thousand() const {
    std::vector<std::string> paths;
    paths.reserve(1000);
    for (int i = 0; i < 1000; ++i) paths.push_back(std::to_string(i));
    return paths;
  }

  Graph graph_;
  Counts counts_;
  std::size_t counted_ = 0;
  std::size_t lines_ = 0;
};

TEST_F(InstancesOfANode, AreMadeOnceForAThousandDocuments) {
  place(1);
  graph_.run(thousand());
  graph_.run(thousand());
  EXPECT_EQ(counts_.loaded, 1);
  EXPECT_EQ(counts_.made, 1);
  graph_.instances.clear();
  EXPECT_EQ(counts_.gone, 1);
}

TEST_F(InstancesOfANode, AreMadeWhenTheyAreWantedFirst) {
  place(4);
  graph_.build();
  EXPECT_EQ(counts_.loaded, 1);
  EXPECT_EQ(counts_.made, 0);
  const auto batch = graph_.run({"a"});
  EXPECT_EQ(counts_.made, 1);
  EXPECT_EQ(graph_.written(*batch, lines_), "model of \n");
}

TEST_F(InstancesOfANode, AreMadeOnceForEachThread) {
  constexpr std::size_t kThreads = 4;
  place(kThreads);
  graph_.build();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] {
      for (int round = 0; round < 50; ++round) {
        std::vector<ListedEntry> entries(20);
        const auto batch = graph_.batch(entries);
        run_serially(graph_.wiring, graph_.instances, *batch);
        EXPECT_EQ(batch->result(lines_).encoding.pieces.size(), 20U);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counts_.loaded, 1);
  EXPECT_GE(counts_.made, 1);
  EXPECT_LE(counts_.made, static_cast<int>(kThreads));
}

TEST_F(InstancesOfANode, AreLentToOneAtATime) {
  place(2);
  graph_.build();
  Instances& instances = *graph_.instances[counted_];
  std::unique_ptr<Instance> one = instances.take();
  std::unique_ptr<Instance> two = instances.take();
  EXPECT_NE(one->stage.get(), two->stage.get());
  const Stage* const first = one->stage.get();
  instances.give_back(std::move(one));
  one = instances.take();
  EXPECT_EQ(one->stage.get(), first);
  EXPECT_EQ(counts_.made, 2);
  instances.give_back(std::move(one));
  instances.give_back(std::move(two));
}

}  // namespace
}  // namespace weir::batch
