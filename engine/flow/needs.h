// How much memory a batch asks for: what batches like it turned out to need, or else what the stages on its way
// declare. A document of which an expectation was listed asks for that instead.
#pragma once

#include <cstdint>
#include <vector>

#include "batch/batch.h"
#include "batch/node.h"
#include "flow/extent.h"
#include "schedule/cost.h"
#include "schedule/cost_model.h"

namespace weir::flow {

struct Need {
  std::uint64_t tokens = 0;    // to ask for
  std::uint64_t declared = 0;  // what the declarations alone would have asked for
  bool learned = false;        // the tokens are what was learned
};

class Needs {
 public:
  // `model`: what was learned; may be null, else it must outlive this. Callable from any thread.
  // `oversize_alone`: a document that needs more than there is takes all of it.
  explicit Needs(const batch::Wiring& wiring, const schedule::CostModel* model = nullptr, bool oversize_alone = false);

  // What a document of the source is expected to need by itself, or else declared.
  std::uint64_t of_document(std::size_t source, const ListedEntry& entry) const;

  // For the batch. More than `budget` only if its largest document by itself needs more, and is not to run alone: then
  // it can never be admitted. A batch of many that is too large only as a whole takes the whole budget, and runs alone.
  // Entries that are not read need nothing.
  Need of(const batch::Batch& batch, std::uint64_t budget) const;
  // The same for a batch that is not made yet, of so many entries.
  Need of(std::size_t source, const Extent& extent, std::size_t entries, std::uint64_t budget) const;

  // Has the model learn from a batch that has passed all its nodes. Not where the allocator measures nothing.
  static void learn(schedule::CostModel& model, const batch::Wiring& wiring, const batch::Batch& batch);

 private:
  Need by_size(std::size_t source, const Extent& extent, std::size_t entries, std::uint64_t budget) const;

  const batch::Wiring& wiring_;
  const schedule::CostModel* model_;
  const bool oversize_alone_;
  std::vector<std::vector<schedule::Need>> needs_;  // by source node: of all nodes that it reaches
};

}  // namespace weir::flow
