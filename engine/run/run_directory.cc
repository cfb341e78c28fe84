#include "run/run_directory.h"

#include <system_error>

#include "run/exit_code.h"

namespace weir::run {
namespace {

namespace fs = std::filesystem;

void check(const std::error_code& error, const char* what, const fs::path& path) {
  if (error) throw RunError(ExitCode::cannot_write, std::string(what) + ": " + path.string() + ": " + error.message());
}

}  // namespace

void RunDirectory::make() const {
  std::error_code error;
  fs::create_directories(root_, error);
  check(error, "cannot make the run directory", root_);
  fs::create_directories(root_ / "logs", error);
  check(error, "cannot make the directory of logs", root_ / "logs");
}

void RunDirectory::clear() const {
  std::error_code error;
  for (const char* name : {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "parts", "staging", "out"}) {
    fs::remove_all(root_ / name, error);
    check(error, "cannot take away what an earlier run left", root_ / name);
  }
}

}  // namespace weir::run
