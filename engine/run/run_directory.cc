#include "run/run_directory.h"

#include <system_error>

#include "commit/directory.h"
#include "commit/error.h"
#include "run/as_run_errors.h"

namespace weir::run {

namespace fs = std::filesystem;

// Durably: what a finished run says is there would be gone with the name of the directory that it is in.
void RunDirectory::make() const {
  as_run_errors([&] {
    commit::Directory::make(root_);
    commit::Directory::make(root_ / "logs");
    commit::Directory::make(large_texts());
  });
}

void RunDirectory::clear() const {
  clear_state();
  remove("out");
}

void RunDirectory::clear_state() const {
  for (const char* name : {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "store.sqlite-moving", "parts",
                           "folds", "large", "ballast", "model", "slots", "limiters"}) {
    remove(name);
  }
  make();  // with what a run wants to find, and has just lost
}

void RunDirectory::remove(const char* name) const {
  std::error_code error;
  fs::remove_all(root_ / name, error);
  if (!error) return;
  as_run_errors([&] { commit::throw_system_error("take away what an earlier run left", root_ / name, error.value()); });
}

}  // namespace weir::run
