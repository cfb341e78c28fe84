// Decides what becomes of each call, counts them, and keeps the journal.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>

#include "shim/journal.h"
#include "shim/plan.h"

namespace weir::shim {

// A call on a file below the directories of the plan, as far as a fault can be made of it.
struct Call {
  std::string_view name;
  std::string_view path;
  bool changes = false;      // something, or syncs it
  bool opens = false;        // takes a descriptor
  bool takes_space = false;  // or may find that there is none
  bool is_interruptible = false;
  std::size_t bytes = 0;  // to be read or written
};

class Director {
 public:
  Director();

  bool looks_at(std::string_view path) const { return is_below(plan_, path); }

  // Makes the call as the plan wants it. `perform` is told how many bytes; `record` is called with the result where it
  // is no error. One call at a time.
  long conduct(const Call& call, const std::function<long(std::size_t bytes)>& perform,
               const std::function<void(const Journal& journal, long result)>& record);

  // Before a call: waits as the plan says.
  void delay();
  void slow_down(std::string_view path) const;

 private:
  enum class Order : std::uint8_t { go, fail, half, die_before, die_after, die_amid };

  Order decide(const Call& call);
  bool applies(const Call& call) const;
  void report(const Call& call) const;

  const Plan plan_ = read_plan();
  const Journal journal_{plan_.journal};
  std::mutex mutex_;
  std::uint64_t count_ = 0;  // of the calls to which the deed applies
  std::atomic<std::uint64_t> random_;
};

// The one of this process.
Director& director();

}  // namespace weir::shim
