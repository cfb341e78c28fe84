// The port `failed` of a transform: documents that the stage rejects leave by it as they came in, and are no failure of
// their source document any more. Their metadata says what was wrong: `error_node`, `error_class`, `error_reason` and
// `error_message`.
//
// Only failures of the class `rejected` go that way. All others are what another attempt may mend, or a bug of the
// stage, and stay failures.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <weir/document.h>
#include <weir/failure.h>

#include "batch/batch.h"
#include "batch/node.h"

namespace weir::batch {

class FailedPort {
 public:
  FailedPort(const Wiring& wiring, std::size_t node, Batch& batch);

  // A call is about to be given these documents, by position, and may change them. Keeps nothing where no node takes
  // the port. Throws std::bad_alloc.
  void keep(std::span<Document> documents);

  // Something failed for the source document at this position of the call: true where its documents go on from here,
  // with what is said first, and false where it is a failure.
  bool take_up(std::uint32_t position, const Failure& failure);
  // Whether the documents of the call at that position leave it by this port.
  bool took_up(std::uint32_t position) const { return failure_at(position) != nullptr; }

  // Sends on what was taken up in the call, in the order of its documents. Throws std::bad_alloc.
  void send_on();
  // The call has come to nothing: what was taken up in it does not count.
  void clear() { taken_up_.clear(); }

 private:
  const Failure* failure_at(std::uint32_t position) const;
  void send_on(Document document, const Failure& failure);

  const Node& node_;
  const std::vector<Target>& targets_;
  Batch& batch_;
  NodeResult& result_;
  std::vector<Document> kept_;                               // of the call
  std::vector<std::pair<std::uint32_t, Failure>> taken_up_;  // by position, in the order of failing
};

}  // namespace weir::batch
