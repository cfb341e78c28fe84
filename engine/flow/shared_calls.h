// A waiting node's work on one batch, cut into calls that its instances make side by side. The answers return to their
// places, so nobody below can tell in which order they came.
//
// A transform's call is one document, one group or one run; sources and sinks are one call as a whole.
#pragma once

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "batch/batch.h"
#include "batch/instance.h"
#include "batch/node.h"

namespace weir::flow {

class SharedCalls {
 public:
  // Takes the node's inputs out of the batch. Both must outlive it.
  SharedCalls(const batch::Wiring& wiring, std::size_t node, batch::Batch& batch);

  std::size_t count() const { return answers_.size(); }

  // Makes one call with an instance of the node; each call once, from any thread.
  void make(std::size_t call, batch::Instances& instances) noexcept;

  // Puts all answers into the batch, in the order of the calls. When every call has been made; by one thread.
  void finish();

 private:
  // What a call leaves until its turn in `finish`.
  struct Answer {
    std::vector<std::pair<batch::Target, std::vector<Document>>> sent;
    std::vector<batch::DropAt> drops;
    std::vector<batch::FailureAt> failures;
  };

  void cut();
  std::vector<Document> documents_of(std::size_t call);
  void keep(std::size_t call, batch::Batch& part);

  const batch::Wiring& wiring_;
  const std::size_t node_;
  batch::Batch& batch_;
  const bool whole_;                 // one call for all
  std::vector<Document> documents_;  // in merged order
  std::vector<std::size_t> ends_;    // of each call's documents
  std::vector<Answer> answers_;      // by call
  std::mutex mutex_;                 // guards sums_
  batch::NodeResult sums_;           // counts and times of all calls
};

}  // namespace weir::flow
