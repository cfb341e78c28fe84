// What a person is shown of a run, at one moment: plain values, gathered by whoever runs it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weir::observe {

struct NodeView {
  std::string id;
  std::uint64_t documents_in = 0;
  std::uint64_t documents_out = 0;
  std::uint64_t in_flight = 0;  // batches in the node now
  std::uint64_t p50_ns = 0;     // of a call
  std::uint64_t p99_ns = 0;
  double busy = 0.0;  // share of the time that its instances could have worked
  std::uint64_t failed = 0;
  std::vector<std::pair<std::string, std::uint64_t>> drops;  // by reason, most first
};

// A limiter of calls.
struct LimiterView {
  std::string name;
  std::uint64_t limit = 0;    // at a time, or in the time of a rate
  std::string per = {};       // "s", "min", "h", "day"; empty: at a time
  std::uint64_t used = 0;     // of the limit, or of the burst of a rate in a second or a minute
  std::uint64_t waiting = 0;  // calls
  std::uint64_t taken = 0;    // since the session began
  std::string renews = {};    // when a window ends, "2026-03-01 17:04:05 UTC"; empty where none goes on
  double waited = 0.0;        // seconds, by all calls together
};

struct View {
  std::string graph;
  double seconds = 0.0;  // since this session began

  // Listed entries; `committed` counts those of earlier sessions too.
  std::uint64_t listed = 0;
  std::uint64_t committed = 0;
  std::uint64_t committed_before = 0;  // when this session began
  std::uint64_t listed_bytes = 0;
  std::uint64_t committed_bytes = 0;
  std::uint64_t committed_bytes_before = 0;

  // The books, of all sessions.
  std::uint64_t read = 0;
  std::uint64_t done = 0;
  std::uint64_t filtered = 0;
  std::uint64_t under_way = 0;  // made durable by a checkpoint, and not yet through the nodes below
  std::uint64_t dead = 0;
  std::uint64_t ignored = 0;    // of the dead: somebody has looked at them, and let them be
  std::uint64_t retrying = 0;   // failed, and wait for another attempt: in none of these
  bool sources_balance = true;  // each for itself

  // Of a graph with phases, what runs now after the first: documents of its spool, or those that a fold takes.
  std::string phase;  // the node; empty in the first phase
  std::uint64_t phase_documents = 0;
  std::uint64_t phase_committed = 0;

  std::uint64_t memory_tokens = 0;    // the budget
  std::uint64_t memory_reserved = 0;  // of it
  std::uint64_t memory_used = 0;      // unreclaimable bytes of the process
  double waiting = 0.0;               // share of the time in which the next batch lacked tokens

  std::vector<NodeView> nodes;
  std::vector<LimiterView> limiters;
  std::vector<std::pair<std::string, std::uint64_t>> dead_reasons;  // most first
};

// The index of the node that did most of the work, if one did: more than half of the time it could have.
std::size_t bottleneck(const View& view);
inline constexpr std::size_t kNoBottleneck = static_cast<std::size_t>(-1);

}  // namespace weir::observe
