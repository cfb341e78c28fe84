#include "run/state_directory.h"

#include <system_error>
#include <utility>

#include "commit/error.h"

namespace weir::run {
namespace fs = std::filesystem;
namespace {

// Repeats a step that a signal interrupted.
template <typename Step>
void uninterrupted(const char* purpose, const fs::path& path, Step&& step) {
  std::error_code error;
  do {
    error.clear();
    step(error);
  } while (error == std::errc::interrupted);
  if (error) commit::throw_system_error(purpose, path, error.value());
}

}  // namespace

void remove_directory(const fs::path& path) {
  uninterrupted("remove", path, [&](std::error_code& error) { fs::remove_all(path, error); });
}

StateDirectory::StateDirectory(fs::path path) : path_(std::move(path)) {
  remove_directory(path_);
  uninterrupted("make the directory", path_, [&](std::error_code& error) { fs::create_directories(path_, error); });
}

StateDirectory::~StateDirectory() {
  std::error_code ignored;  // the next start removes what is left
  fs::remove_all(path_, ignored);
  fs::remove(path_.parent_path(), ignored);
}

}  // namespace weir::run
