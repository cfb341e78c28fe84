#include <jemalloc/jemalloc.h>

#include <array>
#include <cstddef>
#include <cstdio>

#include "allocator/allocator.h"

// Freed memory goes back to the system within about a second, so that what the limiter counts as free is free. jemalloc
// looks for this name before main begins.
extern "C" {
[[gnu::visibility("default")]] extern const char* malloc_conf;
const char* malloc_conf = "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0";
}

namespace weir::allocator {
namespace {

// A name of jemalloc's tree of controls, looked up once: by name, a call takes a hundred times as long.
template <std::size_t kLength>
class Control {
 public:
  explicit Control(const char* name) {
    std::size_t length = kLength;
    known_ = mallctlnametomib(name, path_.data(), &length) == 0 && length == kLength;
  }

  bool known() const { return known_; }
  void act() const { mallctlbymib(path_.data(), kLength, nullptr, nullptr, nullptr, 0); }
  template <typename Value>
  Value read(Value value) const {
    std::size_t size = sizeof value;
    if (known_) mallctlbymib(path_.data(), kLength, &value, &size, nullptr, 0);
    return value;
  }

 private:
  std::array<std::size_t, kLength> path_{};
  bool known_ = false;
};

const Control<3>& peak_read() {
  static const Control<3> control("thread.peak.read");
  return control;
}

const Control<3>& peak_reset() {
  static const Control<3> control("thread.peak.reset");
  return control;
}

// Where jemalloc counts what a thread takes and frees.
struct Counters {
  const std::uint64_t* taken = Control<2>("thread.allocatedp").read<std::uint64_t*>(nullptr);
  const std::uint64_t* freed = Control<2>("thread.deallocatedp").read<std::uint64_t*>(nullptr);
};

template <typename Value>
Value by_name(const char* name, Value value) {
  std::size_t size = sizeof value;
  mallctl(name, &value, &size, nullptr, 0);
  return value;
}

}  // namespace

std::string name() {
  const std::string version = by_name<const char*>("version", "");
  return "jemalloc " + version.substr(0, version.find('-'));
}

std::string settings() {
  const bool background = by_name("background_thread", false);
  return std::string("background_thread:") + (background ? "true" : "false") +
         ",dirty_decay_ms:" + std::to_string(by_name<std::ptrdiff_t>("arenas.dirty_decay_ms", -1)) +
         ",muzzy_decay_ms:" + std::to_string(by_name<std::ptrdiff_t>("arenas.muzzy_decay_ms", -1));
}

bool measures() noexcept { return peak_read().known() && peak_reset().known(); }

std::int64_t taken_by_thread() noexcept {
  thread_local const Counters counters;
  if (!counters.taken || !counters.freed) return 0;
  return static_cast<std::int64_t>(*counters.taken - *counters.freed);
}

std::uint64_t peak_of_thread() noexcept { return peak_read().read<std::uint64_t>(0); }

void restart_peak_of_thread() noexcept { peak_reset().act(); }

void give_back() noexcept {
  std::array<char, 32> purge_all{};
  std::snprintf(purge_all.data(), purge_all.size(), "arena.%d.purge", MALLCTL_ARENAS_ALL);
  mallctl(purge_all.data(), nullptr, nullptr, nullptr, 0);
}

}  // namespace weir::allocator
