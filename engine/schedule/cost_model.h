// The cost model: what batches of a graph turned out to need, by their source and by class of size, and what the next
// one is therefore to ask for. What stages declare comes first; a class is trusted once LearnedNeed::kLearned of its
// batches are known. It decides when a batch is let in, and nothing else: no byte of output depends on it.
//
// A batch of one document is never in a class with batches of several: what a stage works on is one document.
//
// Threads: all methods may be called from any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/forecast.h"
#include "schedule/learned_need.h"
#include "schedule/outlook.h"
#include "schedule/size_class.h"

namespace weir::schedule {

// How well reservations were.
struct Record {
  std::uint64_t batches = 0;
  std::uint64_t exceeded = 0;  // of them: took more than they had reserved
  std::uint64_t reserved = 0;  // bytes, summed
  std::uint64_t used = 0;

  void add(const Sample& sample);
  double reserved_to_used() const;
  bool operator==(const Record&) const = default;
};

class CostModel {
 public:
  struct Class {
    std::string source;
    SizeClass size;
    bool learned = false;
    Record declared;  // batches that asked for what stages declare
    Record model;     // batches that asked for what was learned
    std::uint64_t bytes = 0;
    std::uint64_t cpu_ns = 0;  // of the batches remembered, as `bytes`
    std::uint64_t wall_ns = 0;
    std::uint64_t largest = 0;     // size of the largest of them
    std::uint64_t need_of_it = 0;  // what it would ask for now; 0 where nothing is learned
  };

  // Bytes for a batch of so many documents with `size` bytes in all; nothing until its class is learned.
  std::optional<std::uint64_t> need(std::string_view source, std::uint64_t size, std::uint64_t documents) const;

  void add(std::string_view source, std::uint64_t documents, const Sample& sample);

  // What a session took, and the wall time of each node in it.
  void add(const Session& session, const std::map<std::string, std::uint64_t>& busy_ns);

  // For forecasts: as it is now.
  Outlook outlook() const;
  Pace pace() const;
  // Wall time of each node, over all sessions.
  std::map<std::string, std::uint64_t> busy_ns() const;

  // By source, then by size.
  std::vector<Class> classes() const;
  // How all reservations were since it was made or read: those that were declared, and those that it had learned.
  Record declared() const;
  Record model() const;
  // Changes with every sample.
  std::uint64_t version() const;

  // As text, and back (docs/run-directory.md). What is not such a text leaves the model as it was: false.
  std::string text() const;
  bool read(std::string_view text);

 private:
  class Reader;
  struct Key {
    std::string source;
    SizeClass size;
    auto operator<=>(const Key&) const = default;
  };
  struct Entry {
    LearnedNeed need;
    Record declared;
    Record model;
  };

  mutable std::mutex mutex_;  // guards all below
  std::map<Key, Entry> entries_;
  Pace pace_;
  std::map<std::string, std::uint64_t> busy_ns_;  // by node
  std::uint64_t version_ = 0;
};

}  // namespace weir::schedule
