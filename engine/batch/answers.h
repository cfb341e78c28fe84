// What a source or a transform answered to its calls: recorded for each source document that a call was about, and sent
// on to the nodes below. Every document of a call comes out of here emitted, dropped or failed; what fails may go on by
// the port `failed`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weir/engine_access.h>

#include "batch/batch.h"
#include "batch/failed_port.h"
#include "batch/node.h"

namespace weir::batch {

class Answers {
 public:
  Answers(const Wiring& wiring, std::size_t node, Emitter& emitter, Batch& batch);

  // A call is about to be given these documents. Throws std::bad_alloc.
  void keep(std::span<Document> documents) { failed_port_.keep(documents); }

  // Makes room for that many documents on the way out of the default port.
  void expect(std::size_t documents);

  // Records what the emitter holds. The call was about the source documents at `positions`, which are ascending.
  // Throws std::bad_alloc; `fail` puts the books right then.
  void record(std::span<const std::uint32_t> positions);

  // The call came to nothing: what it emitted is discarded, and all of its documents fail. Throws std::bad_alloc.
  void fail(std::span<const std::uint32_t> positions, const Failure& failure);

 private:
  bool is_foreign(const EngineAccess::Emission& emission, std::span<const std::uint32_t> positions) const;
  void record_failure(std::uint32_t position, const Failure& failure);
  void record_failures(std::span<const std::uint32_t> positions);
  void record_drops(std::span<const std::uint32_t> positions);
  void record_lost(std::span<const std::uint32_t> positions);
  void sort_by_position();
  void send_on(EngineAccess::Emission& emission);

  const Node& node_;
  Emitter& emitter_;
  Batch& batch_;
  NodeResult& result_;
  FailedPort failed_port_;
  std::vector<std::uint32_t> answered_;  // positions that the call said something about
};

}  // namespace weir::batch
