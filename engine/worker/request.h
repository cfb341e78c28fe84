// A batch on its way to a worker: its entries, and what is known already about documents that an earlier worker died
// of.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <weir/failure.h>

#include "batch/batch.h"
#include "batch/node.h"
#include "worker/board.h"

namespace weir::worker {

// A call that a worker died of: its documents fail where that was, and nothing is made of them any more.
struct Condemned {
  CallAt call;
  Failure failure;
  std::shared_ptr<const batch::Ending> ending = nullptr;  // of that worker; stays with its parent
};

std::string write_request(const batch::Batch& batch, const std::vector<Condemned>& condemned);

// The batch as the worker runs it, and what it must not run.
struct Request {
  std::unique_ptr<batch::Batch> batch;
  std::vector<Condemned> condemned;
};

// Throws batch::CodecError. Entries that are condemned are marked as failed in the batch.
Request read_request(std::string_view bytes, const batch::Wiring& wiring, batch::Surroundings surroundings);

}  // namespace weir::worker
