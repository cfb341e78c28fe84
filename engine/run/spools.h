// The spools of a run: lists them when they are complete, and runs the folds between them.
//
// Threads: that of the run, while the committer is not at work.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <weir/stage_info.h>

#include "commit/spool_file.h"
#include "graph/specification.h"
#include "run/cut.h"
#include "run/phases.h"
#include "store/store.h"

namespace weir::run {

// Where the documents of each spool are read, by the names of the spools. Part of the wiring before there is a store.
using SpoolFiles = std::map<std::string, std::shared_ptr<commit::SpoolFile>>;

// Of every spool that nodes read from.
SpoolFiles make_spool_files(const graph::Specification& specification);

// How far a later phase is, or a fold.
struct PhaseProgress {
  std::string name;  // the checkpoints above it, or the fold; empty in the first phase
  std::uint64_t documents = 0;
  std::uint64_t committed = 0;  // or taken
};

class Spools {
 public:
  // `show` is told now and then how far a fold is.
  Spools(const graph::Specification& specification, const SpoolFiles& files, const std::filesystem::path& run_directory,
         std::uint64_t granted_bytes, const Resources& resources, const std::atomic<bool>& stopping,
         std::function<void(const PhaseProgress&)> show);

  // What is left of the phase that reads at `rank`.
  PhaseProgress left_at(const store::ReadStore& store, int rank) const;

  const Phases& phases() const { return phases_; }

  // Forgets what is stale: what was made of documents that are to run again. Says whether there was anything.
  bool forget_stale(store::Store& store) const;
  // Forgets all that was made of what a checkpoint or a fold, named by its node, has made durable.
  void forget_from(store::Store& store, const std::string& node) const;

  // The rank at which a run goes on, and that of the last nodes that run when it is to end with `until`, a node.
  int first_rank(const store::ReadStore& store) const;
  int last_rank(const std::string& until) const;

  // Before a run goes on: makes spools known to the store, and reads again those that will be read. Throws CommitError
  // where one is not as the store says.
  void open(store::Store& store) const;

  // Everything of the ranks below `rank` is committed: lists what is read at that rank, after running the folds that
  // fill it. Returns early when the run is stopped.
  void advance(store::Store& store, int rank) const;

 private:
  int rank_after(const std::string& node) const;
  std::filesystem::path path_of(store::Store& store, const std::string& spool) const;
  void list(store::Store& store, const PhaseSpool& spool) const;

  const graph::Specification& specification_;
  const SpoolFiles& files_;
  const Phases phases_;
  const std::filesystem::path parts_;
  const std::uint64_t granted_bytes_;
  const Resources& resources_;
  const std::atomic<bool>& stopping_;
  const std::function<void(const PhaseProgress&)> show_;
};

}  // namespace weir::run
