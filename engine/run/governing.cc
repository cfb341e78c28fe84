#include "run/governing.h"

#include <weir/units.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "allocator/allocator.h"
#include "run/exit_code.h"
#include "schedule/machine.h"
#include "schedule/process_memory.h"

namespace weir::run {
namespace {

constexpr std::chrono::milliseconds kInterval{100};
// What the system says takes longer to read than what the process says: every half second.
constexpr unsigned kLooksForTheSystem = 5;
constexpr std::chrono::milliseconds kLongWait{1000};

}  // namespace

Governing::Governing(const schedule::Governor::Limits& limits, std::uint64_t footprint, const flow::Network& network,
                     Logger& logger, const std::function<void(std::exception_ptr)>& end_run)
    : footprint_(footprint),
      network_(network),
      logger_(logger),
      end_run_(end_run),
      governor_(limits),
      waits_(kLongWait),
      thread_([this] { watch(); }) {}

Governing::~Governing() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Governing::watch() {
  std::unique_lock lock(mutex_);
  bool going = true;
  while (!wake_.wait_for(lock, kInterval, [this] { return ended_; }) && going) going = look();
}

schedule::Reading Governing::read(const flow::Status& status, const flow::Admission::Claims& claims) {
  if (looks_++ % kLooksForTheSystem == 0) {
    available_ = schedule::available_now().value_or(std::numeric_limits<std::uint64_t>::max());
    stress_ = schedule::memory_stress();
  }
  const std::uint64_t used = schedule::unreclaimable_bytes();
  schedule::Reading reading{.now = std::chrono::steady_clock::now(),
                            .used = used > footprint_ ? used - footprint_ : 0,
                            .available = available_,
                            .in_flight = status.in_flight,
                            .need = 0,
                            .out_of_memory = stress_.out_of_memory,
                            .pressure = stress_.pressure};
  const auto next = std::min_element(claims.waiting.begin(), claims.waiting.end(),
                                     [](const auto& a, const auto& b) { return a.id < b.id; });
  if (next != claims.waiting.end()) reading.need = next->tokens;
  return reading;
}

// False when there is nothing more to look at: the run ends.
bool Governing::look() {
  const flow::Status status = network_.status();
  const flow::Admission::Claims claims = network_.claims();
  tell_who_waits(status, claims);
  return obey(governor_.rule(read(status, claims)));
}

bool Governing::obey(const schedule::Ruling& ruling) {
  if (ruling.give_up) {
    const std::string holder = schedule::largest_other_process();
    const std::string sentence = ruling.event + (holder.empty() ? "" : "; most is held by " + holder);
    logger_.write(LogLevel::error, "memory: " + sentence);
    end_run_(std::make_exception_ptr(RunError(ExitCode::resumable, sentence)));
    return false;
  }
  if (!ruling.event.empty()) logger_.write(LogLevel::warning, ruling.event);
  if (ruling.give_back) allocator::give_back();
  if (ruling.gate == gate_) return true;
  gate_ = ruling.gate;
  network_.set_gate(gate_);
  return true;
}

void Governing::tell_who_waits(const flow::Status& status, const flow::Admission::Claims& claims) {
  std::vector<std::uint64_t> line;
  // A batch that fits waits for its turn, not for memory.
  for (const auto& claim : claims.waiting) {
    if (claim.tokens > status.tokens_free || gate_ != schedule::Gate::open) line.push_back(claim.id);
  }
  for (const std::uint64_t id : waits_.look(std::chrono::steady_clock::now(), line)) {
    const auto claim =
        std::find_if(claims.waiting.begin(), claims.waiting.end(), [&](const auto& each) { return each.id == id; });
    std::string event = "memory: " + claim->document + " has waited for a second: needs " + format_size(claim->tokens) +
                        ", " + format_size(status.tokens_free) + " of " + format_size(status.tokens) + " free";
    if (claims.holds_most) {
      event += ", " + claims.holds_most->document + " holds most, " + format_size(claims.holds_most->tokens);
    }
    logger_.write(LogLevel::info, event);
  }
}

}  // namespace weir::run
