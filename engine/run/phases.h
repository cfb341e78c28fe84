// The phases of a run, and the spools between them.
//
// Ranks put everything in order: nodes of phase p run at rank 2p. A checkpoint in phase p fills its spool at that rank,
// and its documents are read at rank 2p + 2. A fold reads its spool at rank 2p + 1 and fills another, which is read at
// rank 2p + 2. What has a rank is complete before anything of a higher rank begins.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "graph/specification.h"
#include "store/read_store.h"

namespace weir::run {

struct PhaseSpool {
  std::string name;        // of the store
  std::size_t node = 0;    // index into Specification::nodes: the checkpoint, or the fold
  bool is_folded = false;  // what a fold emitted; else what reached a checkpoint or a fold
  int filled = 0;          // ranks
  int read = 0;
};

// The name of the spool that a fold fills. No node can have it.
std::string folded_spool(const std::string& node);
// The checkpoint or fold that a spool belongs to; of any other sink its own name.
std::string node_of_spool(const std::string& sink);

class Phases {
 public:
  explicit Phases(const graph::Specification& specification);

  // In the order of their ranks.
  const std::vector<PhaseSpool>& spools() const { return spools_; }
  // Of the last nodes.
  int last_rank() const { return last_rank_; }

  // The lowest rank at which something that was listed is not committed; last_rank() + 1 where there is nothing.
  int lowest_pending(const store::ReadStore& store) const;
  // Whether something of a rank above one that is pending is listed: it was made of what runs again now.
  bool is_stale(const store::ReadStore& store, int pending) const;

  // What is read from the spools that are filled at `rank` or above, and the sinks that write what comes of it.
  std::vector<std::string> spools_filled_from(int rank) const;
  std::vector<std::string> spools_read_from(int rank) const;
  std::vector<std::string> sinks_below(int rank) const;

  bool all_listed(const store::ReadStore& store) const;

 private:
  const graph::Specification& specification_;
  std::vector<PhaseSpool> spools_;
  int last_rank_ = 0;
};

}  // namespace weir::run
