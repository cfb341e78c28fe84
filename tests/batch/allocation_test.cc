// What a batch allocates, counted and refused by an operator new of this program's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

#include "batch/body_pool.h"
#include "batch/graph.h"
#include "batch/run.h"

namespace {

std::atomic<std::uint64_t> allocations = 0;
// Allocations of this size and above fail.
std::atomic<std::size_t> too_large = std::numeric_limits<std::size_t>::max();

void* counted(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  void* memory = size < too_large.load(std::memory_order_relaxed) ? std::malloc(size) : nullptr;
  if (!memory) throw std::bad_alloc();
  return memory;
}

}  // namespace

// Not inlined, since gcc then sees one half of a pair and warns of a mismatch.
#define WEIR_REPLACED __attribute__((noinline))
WEIR_REPLACED void* operator new(std::size_t size) { return counted(size); }
WEIR_REPLACED void* operator new[](std::size_t size) { return counted(size); }
WEIR_REPLACED void operator delete(void* memory) noexcept { std::free(memory); }
WEIR_REPLACED void operator delete[](void* memory) noexcept { std::free(memory); }
WEIR_REPLACED void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
WEIR_REPLACED void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
#undef WEIR_REPLACED

namespace weir::batch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename Run>
std::uint64_t allocations_of(Run&& run) {
  const std::uint64_t before = allocations;
  run();
  return allocations - before;
}

TEST(Allocation, BodiesAreUsedAgain) {
  BodyPool pool;
  const Origin origin;
  const auto round = [&] {
    for (int i = 0; i < 1000; ++i) {
      Document one = Document::begin(origin, 0, &pool);
      Document other = one.derive();
      Document third = other.copy();
    }
  };
  round();
  EXPECT_EQ(allocations_of(round), 0U);
}

TEST(Allocation, BodiesForThousandsTakeADozen) {
  BodyPool pool;
  const Origin origin;
  std::vector<Document> documents;
  documents.reserve(4096);
  EXPECT_LE(allocations_of([&] {
              for (int i = 0; i < 4096; ++i) documents.push_back(Document::begin(origin, 0, &pool));
            }),
            30U);
}

TEST(Allocation, ABodyThatComesBackHoldsNothing) {
  BodyPool pool;
  const Origin origin;
  {
    Document document = Document::begin(origin, 7, &pool);
    set_text(document, std::string(1000, 'x'));
    document.blocks().emplace_back();
    document.metadata().set("key", "value");
    document.set_content(Content(std::make_shared<MemoryBytes>("bytes")));
  }
  for (int i = 0; i < 20; ++i) {
    const Document document = Document::begin(origin, 0, &pool);
    EXPECT_TRUE(document.text().empty());
    EXPECT_TRUE(document.blocks().empty());
    EXPECT_TRUE(document.metadata().to_table().empty());
    EXPECT_FALSE(document.content());
    EXPECT_EQ(document.position(), 0U);
  }
}

// Stages that only pass documents on: what their nodes allocate grows with the number of batches, not of documents.
TEST(Allocation, PassingADocumentThroughAStageTakesNone) {
  Graph graph;
  const auto files = graph.source();
  std::size_t last = files;
  std::vector<std::size_t> nodes;
  for (int i = 0; i < 6; ++i) {
    last = graph.transform("pass" + std::to_string(i), last, [](Document d, Emitter& out) { out.emit(std::move(d)); });
    nodes.push_back(last);
  }
  graph.lines("lines", last);
  graph.build();
  const auto in_stages = [&](std::size_t documents) {
    const auto batch = graph.batch(std::vector<ListedEntry>(documents));
    run_with(graph.wiring, files, *graph.instances[files], *batch);
    return allocations_of([&] {
      for (const std::size_t node : nodes) run_with(graph.wiring, node, *graph.instances[node], *batch);
    });
  };
  in_stages(1000);
  const std::uint64_t small = in_stages(1000);
  const std::uint64_t large = in_stages(4000);
  EXPECT_LE(large, small + 2 * nodes.size());  // lists double twice more
}

// Two takers need two texts. Where there is no memory for the second, that document fails, and no other.
TEST(Allocation, ThatFailsWhileADocumentIsSentOnCostsThatDocument) {
  Graph graph;
  const auto files = graph.source();
  const auto growing = graph.transform("growing", files, [](Document document, Emitter& out) {
    too_large = std::numeric_limits<std::size_t>::max();
    if (text_of(document) == "b") set_text(document, std::string(1 << 20, 'b'));
    too_large = 1 << 19;
    out.emit(std::move(document));
  });
  const auto one = graph.lines("one", growing);
  graph.lines("two", growing);
  const auto batch = graph.run({"a", "b", "c"});
  too_large = std::numeric_limits<std::size_t>::max();
  EXPECT_THAT(failures(batch->result(growing)), ElementsAre("1 memory out_of_memory"));
  EXPECT_EQ(graph.written(*batch, one), "a\nc\n");
  EXPECT_THAT(batch->result(one).failures, IsEmpty());
}

}  // namespace
}  // namespace weir::batch
