// A run, from a checked graph to its published outputs: begins or resumes it, drives the engine, keeps the books.
//
// Threads: one thread calls open(), execute() and outcome(); stop() and status() may be called from any.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "batch/file_memory.h"
#include "batch/instance.h"
#include "batch/tally.h"
#include "commit/committer.h"
#include "commit/locks.h"
#include "flow/network.h"
#include "graph/check_listing.h"
#include "graph/specification.h"
#include "run/batch_factory.h"
#include "run/call_limiters.h"
#include "run/changes.h"
#include "run/class_workers.h"
#include "run/exit_code.h"
#include "run/foresight.h"
#include "run/isolation.h"
#include "run/model_file.h"
#include "run/ready_batches.h"
#include "run/reopening.h"
#include "run/rerun.h"
#include "run/run_directory.h"
#include "run/selection.h"
#include "run/slot_file.h"
#include "run/spools.h"
#include "run/terms.h"
#include "run/watchdog.h"
#include "schedule/retry_rules.h"
#include "store/store.h"

namespace weir::run {

struct Settings {
  std::string directory;         // absolute
  std::string output_directory;  // absolute
  Selection selection;
  std::string fingerprint;
  std::size_t threads = 1;
  std::uint64_t memory_tokens = 0;     // the budget in bytes, the fixed footprint taken off already
  std::uint64_t memory_footprint = 0;  // that
  std::uint64_t memory_usable = 0;     // what the process may use; 0: not known
  bool serial = false;                 // --engine serial
  bool fresh = false;
  Choice choice;           // about what changed since the run began
  bool overwrite = false;  // outputs may take the place of files that the run did not write
  std::string until;       // the checkpoint or fold to stop after; empty: none
  schedule::RetryRules retry;
  Terms terms;  // of documents that run again, besides what they ran out of
  std::optional<graph::MaxDead> max_dead;
  std::optional<Reopening> reopening;  // dead letters to run again; the run must have been begun, with whatever inputs
  std::string from;                    // the checkpoint or fold below which everything is done anew; empty: none
  int died_of = 0;                     // the signal that ended the engine before this one, where somebody saw that
  std::function<bool()> asked_to_stop = [] { return false; };  // while the run is being opened
  std::function<void()> progressed = [] {};  // something was committed, or a document set aside; any thread
  // The words of a command line that lead to the graph: its file, --set, --env, --plugin-dir. For workers.
  std::vector<std::string> graph_words;
};

struct Status {
  batch::Tally tally{0};                            // of this session
  std::optional<flow::Status> network;              // null while nothing runs, and for the serial engine
  store::Totals before;                             // when this session began
  PhaseProgress phase;                              // after the first phase
  std::uint64_t waiting = 0;                        // documents that failed and are to run again, and are not running
  std::vector<CallLimiters::Status> limiters = {};  // of calls, by name; none before anything runs
};

class Run {
 public:
  Run(const graph::Specification& specification, Settings settings, Logger& logger);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Takes the locks; opens the store, or lists, checks and cuts. What the listing shows to be wrong with the graph goes
  // to `diagnostics`, and then nothing was begun; nor was it where somebody asked to stop meanwhile. Throws RunError,
  // commit and store errors as RunError too.
  void open(graph::Diagnostics& diagnostics);

  // Whether open() found a run that had been begun before.
  bool resumed() const { return resumed_; }
  // Whether all is committed and published already.
  bool nothing_to_do() const { return nothing_to_do_; }

  // What became of the inputs of a run that was resumed, since they were listed. Lists them again; not beside
  // execute(). Nothing is known, and nothing done, for a run that has just listed them, or where inputs are to be
  // trusted.
  InputChanges look_at_inputs();

  // Nothing is written to the outputs any more: from here on the process may end in any way without leaving its lock
  // among them.
  void release_outputs() { output_lock_.reset(); }

  // Runs what is left, commits it, and publishes when all is there. Returns early after stop().
  void execute();

  // No more admission; what has begun is finished and committed.
  void stop() noexcept;
  bool stopped() const noexcept { return stopping_.load(); }

  Status status() const;
  // The books over all sessions. Only before execute() or after it.
  store::Totals totals() const;
  // Documents that a stage lost: a bug of that stage, whatever else came out.
  std::uint64_t lost_documents() const;
  // It was to stop at a checkpoint or fold, and that is complete.
  bool reached_until() const { return reached_until_; }
  // After execute(): what was expected of it, where anything was; and what it took, for later runs to know.
  std::optional<Prediction> prediction() const;
  void remember(std::uint64_t wall_ns, std::uint64_t peak_bytes);
  // Where dead letters were to run again: what became of them, and of those that were left of the last time.
  RetryBooks retried() const { return add_up(*store_, reopened_); }
  // More documents are dead than max_dead allows: the run stopped for it, or would have.
  bool too_many_dead() const;
  std::uint64_t max_dead() const;
  // Everything that was listed is committed, and every output published.
  bool complete() const;
  const store::ReadStore& store() const { return *store_; }
  const batch::Wiring& wiring() const { return wiring_; }
  std::vector<std::string> outputs() const;

 private:
  void begin(graph::Diagnostics& diagnostics);
  void resume(graph::Diagnostics& diagnostics);
  std::optional<std::vector<Listed>> list(graph::Diagnostics& diagnostics) const;
  void open_committer();
  void begin_pass();
  void end_pass();
  std::unique_ptr<batch::Batch> next_batch();
  std::optional<store::Batch> next_ready();
  void find_who_ended_it();
  void forget_what_is_stale();
  void note_that_it_overwrites();
  void execute_phase();
  // Throws RunError where a stage cannot load what it needs.
  void load_stages();
  void make_isolation();
  void make_limiters();
  void make_batch_factory();
  void show_phase(int rank);
  void execute_pass();
  void execute_suspects();
  void run_serially();
  // Waits until the next document may run again, holding nothing. At once where there is anything else to run.
  void wait_for_retries();
  void committed(const batch::Batch& batch, const batch::Settlement& settlement);
  void run_network();
  std::size_t batches_in_flight() const;
  void finished(flow::Admitted admitted);
  void end_with(const std::exception_ptr& error);

  const graph::Specification& specification_;
  const Settings settings_;
  Logger& logger_;
  const RunDirectory directory_;
  const SpoolFiles spool_files_;
  const batch::Wiring wiring_;
  batch::FileMemory large_memory_;  // outlives all batches
  const std::function<void(std::exception_ptr)> end_run_ = [this](const std::exception_ptr& error) { end_with(error); };
  const std::unique_ptr<const Resources> resources_;
  std::atomic<bool> stopping_ = false;
  const Spools spools_;

  std::optional<RunModel> model_;  // of what batches need
  std::optional<commit::Lock> run_lock_;
  std::optional<commit::Lock> output_lock_;
  std::optional<SlotFile> slot_file_;
  Watchdog watchdog_{wiring_, logger_};
  std::unique_ptr<Isolation> isolation_;    // null before execute(), and for the serial engine
  std::unique_ptr<CallLimiters> limiters_;  // null before execute(), and where the graph has none
  std::optional<BatchFactory> batches_;     // none before execute()
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::ReadStore> reader_;   // what next_batch() walks, beside the committer
  std::optional<ClassWorkers> class_workers_;  // of the pass that runs; none where no class has a bound
  std::unique_ptr<commit::Committer> committer_;
  std::vector<std::unique_ptr<batch::Instances>> instances_;
  bool resumed_ = false;
  std::vector<store::DocumentKey> reopened_;
  bool nothing_to_do_ = false;
  bool listed_now_ = false;  // or compared with the listing
  bool reached_until_ = false;
  std::set<store::BatchId> suspects_;  // that are to run before others, alone; while they do, only they run
  store::Totals before_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable stop_wanted_;
  std::optional<ReadyBatches> ready_;  // of the pass that runs; made and unmade by the thread that runs it
  std::unique_ptr<flow::Network> network_;
  batch::Tally tally_;
  std::optional<Foresight> foresight_;  // from open() on
  PhaseProgress phase_;
  std::uint64_t waiting_ = 0;  // documents that failed and are to run again, and are not running
  std::set<std::pair<std::uint64_t, std::uint64_t>>
      dead_below_;            // source documents, of which a part died in a later phase
  std::exception_ptr error_;  // the first that ended the run while batches ran
};

}  // namespace weir::run
