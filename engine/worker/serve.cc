#include "worker/serve.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "batch/document_times.h"
#include "batch/run.h"
#include "worker/address_space.h"
#include "worker/answer.h"
#include "worker/isolated_nodes.h"
#include "worker/request.h"

namespace weir::worker {
namespace {

std::uint64_t now_ns() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

// One that was given by the parent, and is not to go on to anybody else.
batch::Descriptor given(int number) {
  ::fcntl(number, F_SETFD, FD_CLOEXEC);
  return batch::Descriptor(number);
}

bool is_about(const CallAt& call, std::uint32_t position) {
  return !call.reads_entry && position >= call.first && position - call.first < call.count;
}

// The documents of the source documents that an earlier worker died of: they fail where it did, and go no further.
void take_out(const batch::Wiring& wiring, const std::vector<Condemned>& condemned, batch::Batch& batch) {
  for (const Condemned& each : condemned) {
    if (each.call.reads_entry) continue;
    for (std::uint32_t at = 0; at < batch.source_documents().size(); ++at) {
      const bool meant = is_about(each.call, at) && !batch.source_documents()[at].left_out;
      if (meant) batch.result(each.call.node).failures.push_back({at, each.failure});
    }
    for (const auto& targets : wiring.nodes[batch.source()].targets) {
      for (const batch::Target& target : targets) {
        std::erase_if(batch.input(target.node, target.input),
                      [&](const Document& document) { return is_about(each.call, document.position()); });
      }
    }
  }
}

}  // namespace

void tie_to_parent() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // One, not zero: the least that also keeps a program that takes core dumps from being started.
  const rlimit core{1, 1};
  ::setrlimit(RLIMIT_CORE, &core);
  std::ofstream("/proc/self/oom_score_adj") << "1000";
}

// Kept until the answer is written; too many lines are counted, and no more.
class Server::Log final : public Logger {
 public:
  void write(LogLevel level, std::string_view message) override {
    const std::scoped_lock lock(mutex_);
    if (lines_.size() + 1 < kMostLogLines) {
      lines_.push_back({level, std::string(message.substr(0, LogLine::kLongest))});
    } else {
      ++more_;
    }
  }

  std::vector<LogLine> take() {
    const std::scoped_lock lock(mutex_);
    if (more_ > 0) lines_.push_back({LogLevel::warning, std::to_string(more_) + " more lines were not kept"});
    more_ = 0;
    return std::exchange(lines_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<LogLine> lines_;
  std::uint64_t more_ = 0;
};

// Puts each call on the board, with the time that its document has taken before.
class Server::Watch final : public batch::CallWatch {
 public:
  Watch(Board& board, const batch::Wiring& wiring) : board_(board), times_(wiring) { board_.show_none(); }
  ~Watch() override { board_.show_none(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void before_read(std::size_t node, std::uint32_t entry) noexcept override { begin({node, true, entry, 1}); }

  void before_call(std::size_t node, std::uint32_t first, std::uint32_t last) noexcept override {
    constexpr std::uint32_t kMost = 0xFFFF;
    begin({node, false, first, std::min(last - first + 1, kMost)});
  }

  void after_node() noexcept override {
    account(now_ns());
    board_.show_none();
    board_.calls.fetch_add(1, std::memory_order_relaxed);  // from here on, another time runs
    current_ = {};
  }

  std::atomic<std::uint64_t>* progress() noexcept override { return &board_.progress; }
  const std::atomic<bool>* stop_request() noexcept override { return &board_.stop; }
  batch::Overrun overrun() noexcept override { return board_.overrun.load(std::memory_order_relaxed); }

 private:
  void begin(const CallAt& call) noexcept {
    const std::uint64_t now = now_ns();
    account(now);
    current_ = call;
    began_ = now;
    board_.began_ns.store(now, std::memory_order_relaxed);
    const auto spent = call.reads_entry ? std::chrono::nanoseconds(0) : times_.of(call.node, call.first);
    board_.spent_ns.store(static_cast<std::uint64_t>(spent.count()), std::memory_order_relaxed);
    board_.show(call);
    board_.calls.fetch_add(1, std::memory_order_relaxed);
    board_.stop.store(false, std::memory_order_relaxed);
  }

  // What reading an entry took counts for its document where it is one; a record's own begins with its first call.
  void account(std::uint64_t now) noexcept {
    if (current_.count > 0) times_.add(current_.node, current_.first, std::chrono::nanoseconds(now - began_));
  }

  Board& board_;
  CallAt current_{0, false, 0, 0};
  std::uint64_t began_ = 0;
  batch::DocumentTimes times_;
};

Server::Server(const batch::Wiring& wiring, LargeMemory* large_memory)
    : wiring_(wiring),
      large_memory_(large_memory),
      channel_(given(kChannelDescriptor)),
      memory_(given(kMemoryDescriptor)),
      log_(std::make_unique<Log>()),
      isolated_(wiring.nodes.size()),
      instances_(wiring.nodes.size()) {
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
    if (wiring.nodes[node].stage->kind == StageKind::source) isolated_[node] = isolated_nodes(wiring, node);
  }
}

Server::~Server() = default;

Logger& Server::log() { return *log_; }

void Server::load(const Resources& resources) {
  for (const std::vector<bool>& isolated : isolated_) {
    for (std::size_t node = 0; node < isolated.size(); ++node) {
      if (!isolated[node] || instances_[node]) continue;
      instances_[node] = std::make_unique<batch::Instances>(wiring_.nodes[node], resources);
    }
  }
}

void Server::run() {
  if (!channel_.send({FrameKind::ready})) return;
  while (const std::optional<Frame> frame = channel_.receive()) {
    run_batch(*frame);
  }
}

void Server::run_batch(const Frame& frame) {
  const auto watch = std::make_shared<Watch>(memory_.board(), wiring_);
  memory_.board().stop.store(false, std::memory_order_relaxed);
  Request request = read_request(memory_.read(frame.bytes), wiring_,
                                 {.logger = log_.get(), .large_memory = large_memory_, .calls = watch});
  const std::vector<bool>& isolated = isolated_[request.batch->source()];
  {
    const AddressSpace bound(request.batch->granted_bytes());
    batch::run_with(wiring_, request.batch->source(), *instances_[request.batch->source()], *request.batch);
    take_out(wiring_, request.condemned, *request.batch);
    run_nodes(*request.batch, isolated);
  }
  if (request.batch->abandoned()) {
    channel_.send({FrameKind::broken, frame.request});
    return;
  }
  write_answer(wiring_, isolated, *request.batch, log_->take(), memory_);
  channel_.send({FrameKind::done, frame.request, memory_.size()});
}

void Server::run_nodes(batch::Batch& batch, const std::vector<bool>& isolated) {
  for (std::size_t node = batch.source() + 1; node < isolated.size() && !batch.abandoned(); ++node) {
    if (isolated[node]) batch::run_with(wiring_, node, *instances_[node], batch);
  }
}

}  // namespace weir::worker
