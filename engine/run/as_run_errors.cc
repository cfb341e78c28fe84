#include "run/as_run_errors.h"

namespace weir::run {

ExitCode code_of(const store::StoreError& error) {
  return error.is_disk_full() ? ExitCode::resumable : ExitCode::input_output;
}

ExitCode code_of(const commit::CommitError& error) {
  switch (error.kind()) {
    case commit::CommitError::Kind::cannot_write:
      return ExitCode::cannot_write;
    case commit::CommitError::Kind::input_output:
      return ExitCode::input_output;
    case commit::CommitError::Kind::disk_full:
    case commit::CommitError::Kind::busy:
      return ExitCode::resumable;
  }
  return ExitCode::input_output;
}

}  // namespace weir::run
