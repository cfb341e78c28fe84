// Checks a run from its directory alone: what it has written, and whether its sources are still what it read.
#pragma once

#include <filesystem>
#include <string>

#include "commit/verification.h"
#include "graph/catalogue.h"
#include "run/source_check.h"
#include "store/read_store.h"

namespace weir::run {

struct RunVerification {
  commit::Verification outputs;
  // Where databases could not be looked for: why. Else empty.
  std::string databases_unknown;
  SourceCheck sources;  // what is found there is no fault: documents come and go
};

// `catalogue` has the stages that tell which sinks have databases. Throws CommitError and StoreError where nothing can
// be checked.
RunVerification verify(const store::ReadStore& store, const std::filesystem::path& run_directory,
                       const std::filesystem::path& output_directory, graph::StageCatalogue& catalogue,
                       bool trust_inputs);

}  // namespace weir::run
