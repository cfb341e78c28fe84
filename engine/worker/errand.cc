#include "worker/errand.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <ctime>
#include <exception>
#include <string>
#include <utility>

#include "mutant/mutant.h"
#include "worker/answer.h"
#include "worker/spool_check.h"

namespace weir::worker {
namespace {

using std::chrono::milliseconds;

constexpr int kMostBlamelessDeaths = 3;
constexpr int kMostFailedStarts = 3;

std::uint64_t now_ns() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

std::string name_of_signal(int signal) {
  const char* const name = ::sigabbrev_np(signal);
  return name ? "SIG" + std::string(name) : "signal " + std::to_string(signal);
}

Failure garbage(std::string message) { return {FailureClass::crash, "worker.garbage", std::move(message), {}}; }

// The last line that says something.
std::string last_line(const std::string& text) {
  constexpr std::size_t kLongest = 300;
  const std::size_t end = text.find_last_not_of("\n\r \t");
  if (end == std::string::npos) return "";
  const std::size_t before = text.find_last_of('\n', end);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return text.substr(begin, std::min(end + 1 - begin, kLongest));
}

std::string with_last_line(const std::string& sentence, const Death& death) {
  const std::string line = last_line(death.last_words);
  return line.empty() ? sentence : sentence + "; the last that it wrote: " + line;
}

std::shared_ptr<const batch::Ending> ending_of(const Death& death) {
  batch::Ending ending{death.signal != 0 ? batch::exit_of_signal(death.signal) : batch::exit_of_code(death.code),
                       death.last_words};
  if (death.signal == SIGKILL && !death.by_itself) ending.exit += ", by the engine";
  return std::make_shared<const batch::Ending>(std::move(ending));
}

}  // namespace

Errand::Errand(const batch::Wiring& wiring, const std::vector<bool>& isolated, batch::Batch& batch,
               const Limits& limits)
    : wiring_(wiring), isolated_(isolated), batch_(batch), limits_(limits), lost_ns_(wiring.nodes.size()) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  batch_.set_started_ms(std::chrono::duration_cast<milliseconds>(now).count());
}

void Errand::run(Process& process) {
  verdict_.reset();
  asked_to_stop_.reset();
  worker_died_ = false;
  answered_before_ = false;
  calls_seen_ = process.memory().board().calls.load(std::memory_order_relaxed);
  asked_ = seen_since_ = got_on_ = Clock::now();
  process.forget_last_words();
  process.memory().clear();
  process.memory().append(write_request(batch_, condemned_));
  request_ = ++process.requests;
  if (process.send({FrameKind::run, request_, process.memory().size()})) talk(process);
  if (!done_) hold_inquest(process);
  if (done_) account_for_the_dead();
}

void Errand::hold_inquest(Process& process) {
  worker_died_ = true;
  const std::optional<CallAt> call = process.memory().board().shown();
  const Death death = process.bury();
  if (call && process.is_ready && !answered_before_ && is_possible(*call)) note_time(process.memory().board(), *call);
  if (process.is_ready) {
    if (!answered_before_) blame(call, cause_of(death), ending_of(death));
    if (mutant("rest_forgotten")) done_ = true;
  } else {
    check_start(death);
  }
}

// Until the answer is there, or the worker is dead.
void Errand::talk(Process& process) {
  while (const std::optional<Frame> frame = process.receive(interval(), [&] { look_at_clock(process); })) {
    if (frame->kind == FrameKind::ready && !process.is_ready) {
      process.is_ready = true;
      seen_since_ = got_on_ = Clock::now();
      continue;
    }
    if (is_late(*frame) && !verdict_) {
      verdict_ = garbage("its worker answered what it had answered before");
      answered_before_ = true;
      break;
    }
    const bool is_answer = process.is_ready && frame->request == request_;
    if (frame->kind == FrameKind::broken && is_answer) {
      check_spool(wiring_, batch_);
      if (!verdict_) verdict_ = garbage("its worker said that a spool cannot be read, and it can");
    }
    done_ = frame->kind == FrameKind::done && is_answer && take_answer(process, frame->bytes);
    if (done_) return;
    if (!verdict_) verdict_ = garbage("its worker sent what is no message");
    break;
  }
  if (verdict_) process.kill();
}

// Whoever sent it did so, as it seems, for a batch that is over: no document of this one is to blame. A worker that had
// no batch before this one cannot be late, so the next one is such a worker, and tells.
bool Errand::is_late(const Frame& frame) const { return frame.request != 0 && frame.request < request_; }

bool Errand::take_answer(Process& process, std::uint64_t bytes) {
  try {
    std::vector<LogLine> log;
    read_answer(process.memory().read(bytes), wiring_, isolated_, batch_, log);
    if (Logger* const logger = batch_.surroundings().logger) {
      for (const LogLine& line : log) logger->write(line.level, line.text);
    }
    return true;
  } catch (const std::exception& error) {
    if (mutant("answer_unchecked")) return true;
    verdict_ = garbage(std::string("its worker sent garbage: ") + error.what());
    return false;
  }
}

milliseconds Errand::interval() const {
  constexpr milliseconds kForever{-1};
  if (limits_.deadlines.none()) return kForever;
  return std::clamp(limits_.deadlines.shortest() / 10, milliseconds(1), milliseconds(50));
}

// What the board says of the time is believed only where it is longer than what has been seen from here.
void Errand::look_at_clock(Process& process) {
  if (limits_.deadlines.none() || !process.is_ready || verdict_) return;
  Board& board = process.memory().board();
  const std::uint64_t calls = board.calls.load(std::memory_order_relaxed);
  const auto now = Clock::now();
  if (calls != calls_seen_) {
    calls_seen_ = calls;
    seen_since_ = got_on_ = now;
  }
  if (const std::uint64_t progress = board.progress.load(std::memory_order_relaxed); progress != progress_seen_) {
    progress_seen_ = progress;
    got_on_ = now;
  }
  const std::uint64_t began = board.began_ns.load(std::memory_order_relaxed);
  const std::uint64_t spent = board.spent_ns.load(std::memory_order_relaxed);
  const std::uint64_t clock = now_ns();
  const std::optional<CallAt> call = board.shown();
  const bool plausible = call && began <= clock && spent <= clock;
  const auto told = std::chrono::nanoseconds(plausible ? clock - began + spent : 0);
  const auto taken = std::max<Clock::duration>(now - seen_since_, told);
  if (board.calls.load(std::memory_order_relaxed) != calls) return;  // what is shown may be of the next call
  // Between two calls no stage is at work, and nothing has to get on; but that must not last for ever either.
  const batch::Deadlines between{limits_.deadlines.document, std::nullopt, {}};
  const batch::Deadlines& deadlines = call ? limits_.deadlines : between;
  const std::size_t node = call ? call->node : batch_.source();
  const auto overrun = batch::overrun_of(deadlines, node, taken, now - got_on_, milliseconds(0));
  if (!overrun) return;
  if (asked_to_stop_ != calls) {
    asked_to_stop_ = calls;
    board.overrun.store(*overrun, std::memory_order_relaxed);
    board.stop.store(true, std::memory_order_relaxed);
    if (board.calls.load(std::memory_order_relaxed) != calls) board.stop.store(false, std::memory_order_relaxed);
  }
  const auto final = batch::overrun_of(deadlines, node, taken, now - got_on_, limits_.grace);
  if (!final) return;
  verdict_ = Failure{FailureClass::timeout,
                     batch::reason_of(*final),
                     "did not stop " + std::to_string(limits_.grace.count()) + " ms after " +
                         batch::description_of(*final) + ": its worker was killed",
                     {}};
  process.kill();
}

Failure Errand::cause_of(const Death& death) const {
  if (verdict_ && !mutant("kill_without_cause")) return *verdict_;
  if (!death.by_itself) {
    return garbage(with_last_line("its worker closed the channel and went on running", death));
  }
  if (death.signal == SIGKILL && !mutant("killed_taken_for_crash")) {
    return {FailureClass::memory,
            "killed",
            with_last_line("its worker was killed from outside, as the system does where memory runs out", death),
            {}};
  }
  if (death.signal != 0) {
    const std::string signal = name_of_signal(death.signal);
    return {FailureClass::crash, signal, with_last_line("its worker died of " + signal, death), {}};
  }
  return {FailureClass::crash,
          "exited",
          with_last_line("its worker exited with code " + std::to_string(death.code), death),
          {}};
}

bool Errand::is_possible(const CallAt& call) const {
  if (call.node >= isolated_.size() || !isolated_[call.node] || call.count == 0) return false;
  if (!call.reads_entry) return true;
  if (call.node != batch_.source() || call.first >= batch_.entries().size()) return false;
  const batch::BatchEntry& entry = batch_.entries()[call.first];
  return !entry.left_out && !entry.listed.refusal;
}

void Errand::blame(const std::optional<CallAt>& call, const Failure& failure, const SharedEnding& ending) {
  const bool known = call && std::any_of(condemned_.begin(), condemned_.end(),
                                         [&](const Condemned& each) { return each.call == *call; });
  if (!call || known || !is_possible(*call) || mutant("nobody_blamed")) return count_blameless(failure, ending);
  if (mutant("neighbours_blamed")) {
    const auto entries = static_cast<std::uint32_t>(batch_.entries().size());
    return condemned_.push_back({{call->node, false, 0, entries}, failure, ending});
  }
  // Where an entry comes to nothing, the positions of those behind it are others.
  if (call->reads_entry) std::erase_if(condemned_, [](const Condemned& each) { return !each.call.reads_entry; });
  condemned_.push_back({*call, failure, ending});
}

// From the beginning of the call to the end of the worker, for which a document may have let its parent wait. What the
// board says of it is believed as far as it can have been.
void Errand::note_time(const Board& board, const CallAt& call) {
  const auto since_asked = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - asked_);
  const std::uint64_t began = board.began_ns.load(std::memory_order_relaxed);
  const std::uint64_t clock = now_ns();
  const std::uint64_t taken = began <= clock ? clock - began : 0;
  lost_ns_[call.node] += std::min(taken, static_cast<std::uint64_t>(since_asked.count()));
}

// The answer is that of the last worker, which was not given what the ones before it died of.
void Errand::account_for_the_dead() {
  for (std::size_t node = 0; node < lost_ns_.size(); ++node) {
    if (lost_ns_[node] > 0) batch_.result(node).wall_ns += lost_ns_[node];
  }
  for (const Condemned& each : condemned_) {
    for (batch::FailureAt& failed : batch_.result(each.call.node).failures) {
      if (is_about(each.call, failed.position)) failed.ending = each.ending;
    }
  }
}

bool Errand::is_about(const CallAt& call, std::uint32_t position) const {
  if (call.reads_entry) return batch_.source_documents()[position].entry == call.first;
  return position >= call.first && position - call.first < call.count;
}

// A worker that died of no document may be a mishap. One after the other, nobody knows what of the batch can be run.
void Errand::count_blameless(const Failure& failure, const SharedEnding& ending) {
  if (++blameless_deaths_ < kMostBlamelessDeaths) return;
  batch::NodeResult& result = batch_.result(batch_.source());
  for (std::uint32_t entry = 0; entry < batch_.entries().size(); ++entry) {
    const std::uint32_t position = batch_.add_source_document(entry, 0, false, wiring_.nodes[batch_.source()].id);
    if (!batch_.entries()[entry].left_out) result.failures.push_back({position, failure, false, ending});
  }
  done_ = true;
}

void Errand::check_start(const Death& death) {
  if (death.by_itself && death.signal == 0) {
    throw StartError("a worker cannot start: " + last_line(death.last_words));
  }
  if (++failed_starts_ < kMostFailedStarts) return;
  throw StartError("workers die before they begin, the last one " +
                   (death.signal ? "of " + name_of_signal(death.signal) : std::string("for no reason that it gave")) +
                   ": " + last_line(death.last_words));
}

}  // namespace weir::worker
