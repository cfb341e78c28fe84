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

#include "schedule/learned_need.h"

namespace weir::schedule {

// Classes end at 64 KiB and at each fourfold of that up to 256 MiB; the last has no end.
struct SizeClass {
  static constexpr unsigned kClasses = 8;

  unsigned number = 0;   // 0 is the smallest
  bool several = false;  // batches of more than one document

  static SizeClass of(std::uint64_t size, std::uint64_t documents);
  // The largest size of the class; nothing for the last.
  std::optional<std::uint64_t> up_to() const;

  auto operator<=>(const SizeClass&) const = default;
};

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
  std::uint64_t version_ = 0;
};

}  // namespace weir::schedule
