// What storage says, as the run's own kind of error: one sentence, and the exit code.
#pragma once

#include <utility>

#include "commit/error.h"
#include "run/exit_code.h"
#include "store/error.h"
#include "worker/workers.h"

namespace weir::run {

ExitCode code_of(const store::StoreError& error);
ExitCode code_of(const commit::CommitError& error);

// Calls a step of the run. Throws RunError for StoreError, CommitError and what workers throw.
template <typename Step>
auto as_run_errors(Step&& step) {
  try {
    return std::forward<Step>(step)();
  } catch (const store::StoreError& error) {
    throw RunError(code_of(error), error.what());
  } catch (const commit::CommitError& error) {
    throw RunError(code_of(error), error.what());
  } catch (const worker::StartError& error) {
    throw RunError(ExitCode::graph, error.what());
  }
}

}  // namespace weir::run
