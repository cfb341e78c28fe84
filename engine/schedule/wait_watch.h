// Which of those that stand in line have stood there for long: each is told of once.
//
// Threads: one.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

namespace weir::schedule {

class WaitWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit WaitWatch(std::chrono::milliseconds patience) : patience_(patience) {}

  // Who stands in line now; those of them that have done so for longer than the patience, for the first time.
  std::vector<std::uint64_t> look(Time now, const std::vector<std::uint64_t>& line) {
    std::map<std::uint64_t, Seen> seen;
    std::vector<std::uint64_t> overdue;
    for (const std::uint64_t id : line) {
      const auto before = seen_.find(id);
      Seen& each = seen[id] = before == seen_.end() ? Seen{now, false} : before->second;
      if (each.told || now - each.since < patience_) continue;
      each.told = true;
      overdue.push_back(id);
    }
    seen_ = std::move(seen);
    return overdue;
  }

 private:
  struct Seen {
    Time since;
    bool told = false;
  };

  const std::chrono::milliseconds patience_;
  std::map<std::uint64_t, Seen> seen_;
};

}  // namespace weir::schedule
