#include "cli/store_access.h"

#include "run/exit_code.h"
#include "run/run_directory.h"

namespace weir::cli {

store::ReadStore open_store(const std::filesystem::path& run_directory) {
  try {
    return store::ReadStore(run::RunDirectory(run_directory).store());
  } catch (const store::StoreError& error) {
    throw run::RunError(run::ExitCode::input_output, error.what());
  }
}

}  // namespace weir::cli
