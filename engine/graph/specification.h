// A graph file, read and checked: what the rest of the engine builds from. Constant once made.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/failure.h>
#include <weir/listing.h>
#include <weir/retry.h>
#include <weir/stage_info.h>
#include <weir/value.h>

#include "graph/location.h"

namespace weir::graph {

// The port that every transform has besides those of its stage: what it rejects leaves by it.
inline constexpr std::string_view kFailedPort = "failed";

// Where a node takes documents from.
struct Input {
  std::size_t node = 0;  // index into Specification::nodes
  std::size_t port = 0;  // index into that node's `ports`; one past the last is the built-in port `failed`
  bool operator==(const Input&) const = default;
};

// What each call of a node takes of a limiter.
struct Take {
  std::size_t limiter = 0;  // index into Specification::limiters
  std::uint64_t count = 1;
  bool operator==(const Take&) const = default;
};

// More than this is none.
inline constexpr std::chrono::milliseconds kLongestDeadline = std::chrono::hours(24 * 365);

struct Node {
  std::string id;
  const StageInfo* stage = nullptr;  // the catalogue's
  std::shared_ptr<BoundParams> params;
  std::vector<std::string> ports;  // with its parameters; the first is the default one; sinks have none
  std::vector<Input> from;         // in the order of the file, which is the order of merging; sources have none
  std::size_t workers = 0;         // instances; 0 where the file does not say: run.threads
  std::optional<std::chrono::milliseconds> deadline;  // of a document in this node, in place of its class's
  std::uint64_t volume_bytes = 0;                     // of a sink: listed bytes to a volume; 0 where it has one
  std::vector<Take> takes;                            // of a stage that waits; in the order of the limiters
  std::size_t phase = 0;                              // how many checkpoints and folds stand above it
  // Every parameter in the order of its declaration, defaults included, secrets left out. Sizes and durations are
  // normalised ("1MiB", "10min"), so that two ways to write a value are one value.
  Table with;
  Location at;         // its name in the file
  Location output_at;  // of a sink: the value that names its output, or its name where that is a default

  std::string port_name(std::size_t port) const { return port < ports.size() ? ports[port] : std::string(kFailedPort); }
};

// Memory tokens: so many bytes, or where `bytes` is 0 a share of what this process may use.
struct Amount {
  std::uint64_t bytes = 0;
  double share = 0.0;  // 0.75 for "75%"
};

// What a document has more of in its next attempt, where it ran out of that: times what it had before.
struct Escalation {
  double deadline = 2.0;
  double memory = 2.0;
  bool isolated = true;  // then, and after a crash, it runs in a process of its own
};

// Which documents that failed run again.
struct RetrySettings {
  RetryPolicy policy;
  std::vector<FailureClass> on{FailureClass::timeout, FailureClass::memory, FailureClass::crash,
                               FailureClass::transient};
  Escalation escalation;
};

// More dead letters than this, and the run stops: so many, or where `share` is set, that share of what was listed.
struct MaxDead {
  std::uint64_t documents = 0;
  double share = 0.0;

  std::uint64_t of(std::uint64_t listed) const {
    return share > 0.0 ? static_cast<std::uint64_t>(share * static_cast<double>(listed)) : documents;
  }
};

// Documents of these sizes go before others, or after them: exclusive bounds, in bytes. The first that holds decides.
struct PriorityRule {
  std::optional<std::uint64_t> size_above;
  std::optional<std::uint64_t> size_below;
  Priority priority = Priority::normal;
};

struct RunSettings {
  std::string directory;    // as written; empty where the file does not say
  std::size_t threads = 0;  // 0: as many as there are CPUs for this process
  std::uint64_t batch_bytes = std::uint64_t{1} << 20;
  std::size_t batch_documents = 4096;
  std::size_t batches_in_flight = 0;  // let in and not durable yet; 0: so many that neither threads nor calls wait
  bool by_completion = false;         // order = "completion"
  std::optional<MaxDead> max_dead;
  std::vector<PriorityRule> priority;
  bool runs_on_dead = false;  // on_dependency = "run": what depends on the dead runs all the same

  // Batches that so many threads can be running.
  std::size_t at_once(std::size_t of_threads) const {
    return batches_in_flight > 0 ? std::min(batches_in_flight, of_threads) : of_threads;
  }
};

// What documents of a size are run with. The size is that of the largest document of a batch.
struct SizeClass {
  std::string name;
  std::optional<std::uint64_t> up_to;                    // bytes; the last class has none
  std::optional<std::chrono::milliseconds> deadline;     // of each document
  std::optional<std::chrono::milliseconds> no_progress;  // in which the stage that has it does not get on
  bool isolated = false;                                 // in a process of its own
  std::size_t workers = 0;                               // batches under way, each in such a process; 0: no bound
  std::uint64_t recycle_after = 50;                      // batches, before such a process is replaced
  bool usual = false;                                    // of a graph that says nothing of classes
  Location at;                                           // its name in the file; none where it is not from there
};

// The number of the first that takes documents of so many bytes; that of classes where none does.
inline std::size_t class_of(const std::vector<SizeClass>& classes, std::uint64_t bytes) {
  const auto found = std::find_if(classes.begin(), classes.end(),
                                  [&](const SizeClass& each) { return !each.up_to || bytes <= *each.up_to; });
  return static_cast<std::size_t>(found - classes.begin());
}

// Holds back calls of stages that wait on something outside: so many at a time, or so many in a time.
struct CallLimiter {
  std::string name;
  std::uint64_t tokens = 0;  // at a time; 0 where it has a rate
  std::uint64_t calls = 0;   // in each `per`; 0 where it has none
  std::chrono::seconds per{0};
  std::uint64_t burst = 1;  // of a rate in a second or a minute: how many at once
  Location at;              // its name in the file

  // A window in which so many calls are made at whatever pace; else they are spread over the time.
  bool is_window() const { return per >= std::chrono::hours(1); }
  // What one call can take of it. 0 where it is wrong.
  std::uint64_t most_at_once() const { return tokens > 0 ? tokens : is_window() || calls == 0 ? calls : burst; }
};

struct Specification {
  std::string file;            // as given on the command line
  std::string base_directory;  // the folder of the file, absolute: where relative paths in the graph begin
  std::string name;            // fit to be a folder's name
  std::string description;
  RunSettings run;
  std::vector<SizeClass> classes;  // by size, each for what is larger than the one before takes
  RetrySettings retry;
  std::vector<CallLimiter> limiters;  // of calls, by name
  Amount memory_tokens{0, 0.75};
  std::chrono::milliseconds memory_patience{300'000};  // with memory that others hold
  bool oversize_alone = false;  // what needs more than the budget runs all the same: alone, and isolated
  Location memory_at;           // where memory_tokens is written; line 0 where it is not
  // Topologically ordered: a node's inputs stand before it. Among those that could stand next, file order decides.
  std::vector<Node> nodes;
};

}  // namespace weir::graph
