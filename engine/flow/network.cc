#include "flow/network.h"

#include <oneapi/tbb/flow_graph.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "batch/run.h"
#include "flow/admission.h"
#include "flow/chains.h"
#include "flow/fail_unfit.h"
#include "flow/needs.h"
#include "flow/passage.h"
#include "flow/reservation.h"
#include "flow/waiting_node.h"

namespace weir::flow {
namespace {

std::string sentence(const Admission::Books& books, std::uint64_t finished,
                     const schedule::MemoryLimiter::Snapshot& limiter) {
  return "the books of the network do not balance: " + std::to_string(books.pulled) + " batches pulled, " +
         std::to_string(books.started) + " started, " + std::to_string(finished) + " finished, " +
         std::to_string(books.returned) + " returned, " + std::to_string(books.handed_back) + " handed back, " +
         std::to_string(limiter.free) + " of " + std::to_string(limiter.tokens) + " tokens free";
}

}  // namespace

class Network::Graph {
 public:
  Graph(const batch::Wiring& wiring, const std::vector<std::unique_ptr<batch::Instances>>& instances,
        const Settings& settings, std::function<std::unique_ptr<batch::Batch>()> next,
        std::function<void(Admitted)> finished);

  void run();
  void stop() {
    stopped_ = true;
    admission_->stop();
  }
  Status status() const;
  Admission& admission() const { return *admission_; }

 private:
  using Station = tbb::flow::function_node<Passage*>;

  void make_stations();
  void enter(std::unique_ptr<batch::Batch> batch, std::shared_ptr<void> tokens, bool fits);
  void send(Passage& passage, std::size_t chain);
  void run_chain(Passage& passage, const Chain& chain) noexcept;
  void leave(const Chain& chain, Passage& passage);
  void end(Passage* passage) noexcept;
  void pull_soon();
  void check_books() const;

  const batch::Wiring& wiring_;
  const std::vector<std::unique_ptr<batch::Instances>>& instances_;
  const std::function<void(Admitted)> finished_;
  const std::vector<Chain> chains_;
  const Needs needs_;
  schedule::CostModel* const model_;
  std::vector<Itinerary> ways_;  // by source node
  std::vector<std::atomic<std::uint32_t>> running_;
  std::atomic<std::uint64_t> ended_ = 0;
  std::atomic<bool> pull_wanted_ = false;
  std::atomic<bool> finished_threw_ = false;
  std::atomic<bool> stopped_ = false;

  tbb::global_control parallelism_;
  tbb::task_arena arena_;
  std::optional<tbb::flow::graph> graph_;
  std::optional<Reservation> reservation_;
  std::optional<tbb::flow::function_node<int>> limiter_;  // pulls and admits; serial
  std::vector<std::unique_ptr<Station>> stations_;        // by chain; null where it waits
  std::optional<Station> end_;
  std::vector<std::unique_ptr<WaitingNode>> waiting_;  // by chain; null where it does not. Their threads end first.
  std::shared_ptr<Admission> admission_;
};

Network::Graph::Graph(const batch::Wiring& wiring, const std::vector<std::unique_ptr<batch::Instances>>& instances,
                      const Settings& settings, std::function<std::unique_ptr<batch::Batch>()> next,
                      std::function<void(Admitted)> finished)
    : wiring_(wiring),
      instances_(instances),
      finished_(std::move(finished)),
      chains_(fuse(wiring)),
      needs_(wiring, settings.model, settings.oversize_alone),
      model_(settings.model),
      ways_(wiring.nodes.size()),
      running_(wiring.nodes.size()),
      parallelism_(tbb::global_control::max_allowed_parallelism, settings.threads),
      arena_(static_cast<int>(settings.threads), 1) {
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
    if (wiring.nodes[node].stage->kind == StageKind::source) ways_[node] = itinerary(chains_, node);
  }
  // A graph belongs to the arena that it is made in.
  arena_.execute([this] {
    graph_.emplace();
    reservation_.emplace(*graph_);
    make_stations();
  });
  admission_ = std::make_shared<Admission>(
      schedule::Budget{.tokens = settings.memory_tokens, .max_in_flight = settings.batches_in_flight}, needs_,
      Admission::Outlets{
          .next = std::move(next),
          .start = [this](auto batch, auto tokens, bool fits) { enter(std::move(batch), std::move(tokens), fits); },
          .pull_soon = [this] { pull_soon(); },
          .ended = [this] { reservation_->release(); }});
}

void Network::Graph::make_stations() {
  limiter_.emplace(*graph_, tbb::flow::serial, [this](int) {
    pull_wanted_ = false;  // first: what is wanted from here on is another pull
    admission_->pull();
  });
  end_.emplace(*graph_, tbb::flow::unlimited, [this](Passage* passage) { end(passage); });
  stations_.resize(chains_.size());
  waiting_.resize(chains_.size());
  for (std::size_t index = 0; index < chains_.size(); ++index) {
    const Chain& chain = chains_[index];
    if (chain.waits) {
      const std::size_t node = chain.nodes.front();
      waiting_[index] = std::make_unique<WaitingNode>(wiring_, node, *instances_[node], running_[node], stopped_,
                                                      [this, &chain](Passage& passage) { leave(chain, passage); });
    } else {
      stations_[index] = std::make_unique<Station>(*graph_, chain.instances,
                                                   [this, &chain](Passage* passage) { run_chain(*passage, chain); });
    }
  }
}

void Network::Graph::run() {
  arena_.execute([this] {
    pull_soon();
    graph_->wait_for_all();
  });
  admission_->rethrow();
  check_books();
}

void Network::Graph::enter(std::unique_ptr<batch::Batch> batch, std::shared_ptr<void> tokens, bool fits) {
  const Itinerary& way = ways_[batch->source()];
  auto passage = std::make_unique<Passage>(std::move(batch), std::move(tokens), way);
  if (fits) {
    send(*passage.release(), way.first);
  } else {
    fail_unfit(wiring_, *passage->batch, needs_.of(*passage->batch, 0).tokens, admission_->limiter().tokens);
    end_->try_put(passage.release());
  }
  // What travels in the network is deleted where it ends.
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks)
}

// Takes a batch to a chain once all that feeds the chain has run; the last number is the end.
void Network::Graph::send(Passage& passage, std::size_t chain) {
  if (!passage.arrive(chain)) return;
  if (chain == chains_.size()) {
    end_->try_put(&passage);
  } else if (waiting_[chain]) {
    waiting_[chain]->arrive(passage);
  } else {
    stations_[chain]->try_put(&passage);
  }
}

// Isolated, so that a stage that waits for parallel work of its own is not given another batch on top of this one.
void Network::Graph::run_chain(Passage& passage, const Chain& chain) noexcept {
  tbb::this_task_arena::isolate([&] {
    const batch::MemoryUse::Stretch measured(passage.batch->memory());
    const bool begins = chain.nodes.front() == passage.batch->source();
    if (begins && stopped_) passage.batch->abandon();
    for (const std::size_t node : chain.nodes) {
      if (passage.batch->abandoned()) return;
      ++running_[node];
      batch::run_with(wiring_, node, *instances_[node], *passage.batch);
      --running_[node];
    }
  });
  leave(chain, passage);
}

// The batch may be at its end before the last `send` returns; before that, it cannot be, since somebody still waits for
// this chain.
void Network::Graph::leave(const Chain& chain, Passage& passage) {
  if (chain.next.empty()) return send(passage, chains_.size());
  for (const std::size_t next : chain.next) send(passage, next);
}

void Network::Graph::end(Passage* passage) noexcept {
  const std::unique_ptr<Passage> owned(passage);
  ++ended_;
  try {
    if (model_ && !owned->batch->abandoned()) Needs::learn(*model_, wiring_, *owned->batch);
    finished_({std::move(owned->batch), std::move(owned->tokens)});
  } catch (...) {
    finished_threw_ = true;
    admission_->stop();
  }
}

// At most one pull is on its way: what it finds when it runs is all that there is to do.
void Network::Graph::pull_soon() {
  if (!pull_wanted_.exchange(true)) limiter_->try_put(0);
}

void Network::Graph::check_books() const {
  if (finished_threw_) throw std::logic_error("what takes finished batches threw an exception");
  const Admission::Books books = admission_->books();
  const auto limiter = admission_->limiter();
  const bool balanced = books.pulled == books.started + books.handed_back && books.started == ended_ &&
                        books.started == books.returned && limiter.free == limiter.tokens && limiter.in_flight == 0;
  if (!balanced) throw std::logic_error(sentence(books, ended_, limiter));
}

Status Network::Graph::status() const {
  const auto limiter = admission_->limiter();
  Status status{.tokens = limiter.tokens,
                .tokens_free = limiter.free,
                .parked = limiter.parked,
                .in_flight = limiter.in_flight,
                .finished = ended_,
                .waiting = limiter.waiting,
                .running = {}};
  for (const auto& running : running_) status.running.push_back(running);
  return status;
}

Network::Network(const batch::Wiring& wiring, const std::vector<std::unique_ptr<batch::Instances>>& instances,
                 const Settings& settings, std::function<std::unique_ptr<batch::Batch>()> next,
                 std::function<void(Admitted)> finished)
    : graph_(std::make_unique<Graph>(wiring, instances, settings, std::move(next), std::move(finished))) {}

Network::~Network() = default;

void Network::run() { graph_->run(); }
void Network::stop() noexcept { graph_->stop(); }
void Network::set_gate(schedule::Gate gate) const { graph_->admission().set_gate(gate); }
Admission::Claims Network::claims() const { return graph_->admission().claims(); }
Status Network::status() const { return graph_->status(); }

}  // namespace weir::flow
