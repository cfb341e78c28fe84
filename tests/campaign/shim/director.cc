#include "shim/director.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>

#include "shim/system_call.h"

namespace weir::shim {
namespace {

constexpr std::size_t kLeastToHalve = 2;

[[noreturn]] void die() {
  system_call(SYS_kill, ::getpid(), SIGKILL);
  for (;;) ::pause();
}

void sleep_for(std::uint64_t microseconds) {
  const timespec time{static_cast<time_t>(microseconds / 1'000'000),
                      static_cast<long>(microseconds % 1'000'000 * 1000)};
  ::nanosleep(&time, nullptr);
}

// Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014 (splitmix64).
std::uint64_t mix(std::uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
  state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
  return state ^ (state >> 31);
}

}  // namespace

Director::Director() : random_(plan_.delay_seed) {}

long Director::conduct(const Call& call, const std::function<long(std::size_t bytes)>& perform,
                       const std::function<void(const Journal& journal, long result)>& record) {
  delay();
  const std::scoped_lock lock(mutex_);
  const Order order = decide(call);
  if (order == Order::die_before) die();
  if (order == Order::fail) {
    record(journal_, -1);
    errno = plan_.error;
    return -1;
  }
  const bool half = order == Order::half || order == Order::die_amid;
  const long result = perform(half ? call.bytes / 2 : call.bytes);
  const int error = errno;
  if (result >= 0) record(journal_, result);
  if (order == Order::die_after || order == Order::die_amid) die();
  errno = error;
  return result;
}

void Director::delay() {
  if (plan_.delay_microseconds == 0) return;
  constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;
  sleep_for(mix(random_.fetch_add(kStep) + kStep) % plan_.delay_microseconds);
}

void Director::slow_down(std::string_view path) const {
  if (plan_.slow_milliseconds == 0 || path.find(plan_.slow_text) == std::string_view::npos) return;
  sleep_for(plan_.slow_milliseconds * 1000);
}

Director::Order Director::decide(const Call& call) {
  if (!applies(call)) return Order::go;
  ++count_;
  const bool forever = plan_.deed == Deed::fail_on;
  if (count_ < plan_.number || (count_ > plan_.number && !forever)) return Order::go;
  const bool every_second = plan_.is_short || plan_.error == EINTR;
  if (forever && every_second && (count_ - plan_.number) % 2 != 0) return Order::go;
  if (count_ == plan_.number) report(call);
  switch (plan_.deed) {
    case Deed::nothing:
      break;
    case Deed::die_before:
      return Order::die_before;
    case Deed::die_after:
      return Order::die_after;
    case Deed::die_amid:
      return Order::die_amid;
    case Deed::stop:
      system_call(SYS_kill, ::getpid(), SIGTERM);
      break;
    case Deed::fail_once:
    case Deed::fail_on:
      return plan_.is_short ? Order::half : Order::fail;
  }
  return Order::go;
}

bool Director::applies(const Call& call) const {
  if (call.path.find(plan_.among) == std::string_view::npos) return false;
  switch (plan_.deed) {
    case Deed::nothing:
      return false;
    case Deed::die_before:
    case Deed::die_after:
    case Deed::stop:
      return call.changes;
    case Deed::die_amid:
      return call.changes && call.bytes >= kLeastToHalve;
    case Deed::fail_once:
    case Deed::fail_on:
      break;
  }
  if (plan_.is_short) return call.bytes >= kLeastToHalve;
  if (plan_.error == ENOSPC) return call.takes_space;
  if (plan_.error == EINTR) return call.is_interruptible;
  return plan_.error != EMFILE || call.opens;
}

void Director::report(const Call& call) const {
  if (!plan_.report) return;
  constexpr long kMode = 0600;
  const long descriptor =
      system_call(SYS_openat, AT_FDCWD, address(plan_.report), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
  std::array<char, 64> number{};
  const int length =
      std::snprintf(number.data(), number.size(), "%llu ", static_cast<unsigned long long>(plan_.number));
  write_whole(static_cast<int>(descriptor), {number.data(), static_cast<std::size_t>(length)});
  write_whole(static_cast<int>(descriptor), call.name);
  write_whole(static_cast<int>(descriptor), " ");
  write_whole(static_cast<int>(descriptor), call.path);
  system_call(SYS_close, descriptor);
}

Director& director() {
  static Director the_one;
  return the_one;
}

}  // namespace weir::shim
