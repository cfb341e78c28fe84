#include "run/crash_report.h"

#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <string>

#include "batch/signal_stack.h"
#include "batch/slot.h"

namespace weir::run {
namespace {

constexpr std::array kSignals{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS};
constexpr int kMostFrames = 64;

// Read by the handler, which may not allocate: set once, before any handler is.
std::array<char, 4096> report_path{};

void write_stack() {
  const int file = ::open(report_path.data(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (file < 0) return;
  std::array<void*, kMostFrames> frames;
  ::backtrace_symbols_fd(frames.data(), ::backtrace(frames.data(), kMostFrames), file);
  ::close(file);
}

// First the mark, which cannot fail. The signal comes again when the handler returns, and then it ends the process.
extern "C" void die_of(int signal) {
  if (batch::Slot* slot = batch::current_slot()) {
    slot->signal.store(static_cast<std::uint64_t>(signal), std::memory_order_relaxed);
  }
  write_stack();
  ::raise(signal);
}

}  // namespace

void report_crashes(const std::filesystem::path& report) {
  report.native().copy(report_path.data(), report_path.size() - 1);
  // The first call loads a library, which a handler must not do.
  void* frame = nullptr;
  ::backtrace(&frame, 1);
  batch::provide_signal_stack();
  struct sigaction action {};
  action.sa_handler = die_of;
  action.sa_flags = SA_ONSTACK | SA_RESETHAND | SA_NODEFER;
  for (const int signal : kSignals) ::sigaction(signal, &action, nullptr);
}

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name ? std::string("SIG") + name : "signal " + std::to_string(signal);
}

}  // namespace weir::run
