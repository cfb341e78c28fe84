// What batches that have yet to run are expected to take, from what batches like them took: a copy of what the cost
// model knew at one moment. Where nothing of a batch's class is known, the nearest class of its source speaks for it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/learned_need.h"
#include "schedule/size_class.h"

namespace weir::schedule {

// Of one batch.
struct Expected {
  std::uint64_t busy_ns = 0;  // wall time of its nodes
  std::uint64_t used = 0;     // bytes of memory, at its peak; nine in ten of such batches take less
  std::uint64_t written = 0;  // bytes that its sinks make
  bool by_its_class = false;  // batches of its own class were seen
};

class Outlook {
 public:
  void learn(const std::string& source, SizeClass size, std::span<const Sample> samples);

  // Nothing where no batch of the source is known.
  std::optional<Expected> of(std::string_view source, std::uint64_t size, std::uint64_t documents) const;

 private:
  // All for a byte.
  struct Rates {
    double busy_ns = 0.0;
    double used = 0.0;
    double written = 0.0;
  };

  std::map<std::string, std::map<SizeClass, Rates>, std::less<>> sources_;
};

}  // namespace weir::schedule
