// The live network: batches come in through the limiter, pass the nodes of the graph on oneTBB's threads, each node
// once for each batch, and leave at the end. The same bytes as the serial engine's, at any number of threads.
//
// A linear chain of nodes with equal concurrency is one node of oneTBB; where edges meet, a chain runs when all that
// feeds it has run for that batch. A stage that waits on something outside has threads of its own. What makes the traps
// of oneTBB impossible: nothing escapes a body (run(node, batch) catches all), no edge refuses or loses (every node
// queues, and the limiter bounds what can queue), the graph is reserved until the last token is back, it is never
// cancelled, and after it has ended the books are checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "batch/batch.h"
#include "batch/instance.h"
#include "batch/node.h"
#include "flow/admission.h"
#include "schedule/cost_model.h"

namespace weir::flow {

// A batch that was let in. Dropping `tokens` gives them back to the limiter.
struct Admitted {
  std::unique_ptr<batch::Batch> batch;
  std::shared_ptr<void> tokens;
};

struct Settings {
  std::size_t threads = 1;               // that run stages; those of waiting stages come on top
  std::uint64_t memory_tokens = 0;       // bytes
  std::size_t batches_in_flight = 2;     // admitted and not yet given back
  schedule::CostModel* model = nullptr;  // what batches are to ask for, and what they took; outlives the network
  bool oversize_alone = false;           // a document that needs more memory than there is takes all of it
};

struct Status {
  std::uint64_t tokens = 0;  // the whole budget
  std::uint64_t tokens_free = 0;
  std::size_t parked = 0;
  std::size_t in_flight = 0;
  std::uint64_t finished = 0;
  double waiting = 0.0;                // share of the time in which the next batch lacked tokens
  std::vector<std::uint32_t> running;  // by node: batches in it, or calls where the node waits
};

class Network {
 public:
  // `next` gives the batches, pulled lazily and a few ahead, one call at a time on an engine thread; null: no more.
  // `finished` takes each batch when its last sink has run, on an engine thread, several at a time; must not throw.
  // A batch that no budget of this size can hold is not run: all its documents fail, and it is finished like any other.
  // `instances` are those of each node. What is given must outlive the network, and tokens must not outlive it.
  Network(const batch::Wiring& wiring, const std::vector<std::unique_ptr<batch::Instances>>& instances,
          const Settings& settings, std::function<std::unique_ptr<batch::Batch>()> next,
          std::function<void(Admitted)> finished);
  ~Network();

  // Runs until there are no more batches, or it was stopped, and every token is back. Once. Throws what `next` threw,
  // after all that was in flight has ended, and std::logic_error when the books do not balance.
  void run();

  // Ends admission; what has begun goes on to its end. What was let in and has not begun is abandoned, and what has
  // come to nodes that wait, and made no call yet. From any thread.
  void stop() noexcept;

  Status status() const;

  // Who is let in, where memory says otherwise than the tokens; who waits, and who holds most. From any thread.
  void set_gate(schedule::Gate gate) const;
  Admission::Claims claims() const;

 private:
  class Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace weir::flow
