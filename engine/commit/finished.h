// A batch whose last sink has run: what the committer takes.
#pragma once

#include <memory>

#include "batch/batch.h"
#include "batch/settle.h"

namespace weir::commit {

struct Finished {
  std::unique_ptr<batch::Batch> batch;
  batch::Settlement settlement;
  std::shared_ptr<void> tokens;  // given back when the last owner lets go; may be null
};

}  // namespace weir::commit
