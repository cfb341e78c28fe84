#include "cli/run_directories.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "run/exit_code.h"
#include "run/run_directory.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

bool is_run(const fs::path& directory) {
  std::error_code error;
  return fs::is_regular_file(run::RunDirectory(directory).store(), error);
}

fs::file_time_type last_change(const fs::path& directory) {
  std::error_code error;
  return fs::last_write_time(run::RunDirectory(directory).store(), error);
}

}  // namespace

fs::path run_directory(const graph::Specification& specification, const std::string& directory_option) {
  if (!directory_option.empty()) return fs::absolute(directory_option).lexically_normal();
  if (!specification.run.directory.empty()) return fs::absolute(specification.run.directory).lexically_normal();
  return fs::current_path() / "runs" / specification.name;
}

std::vector<fs::path> known_runs() {
  std::vector<fs::path> runs;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator("runs", error)) {
    if (is_run(entry.path())) runs.push_back(entry.path());
  }
  std::sort(runs.begin(), runs.end(),
            [](const fs::path& a, const fs::path& b) { return last_change(a) > last_change(b); });
  return runs;
}

fs::path find_run(const std::string& run_option) {
  if (!run_option.empty()) {
    for (const fs::path& candidate : {fs::path(run_option), fs::path("runs") / run_option}) {
      if (is_run(candidate)) return candidate;
    }
    throw run::RunError(run::ExitCode::usage,
                        "no run directory: " + run_option + " (a run's directory holds store.sqlite)");
  }
  const std::vector<fs::path> runs = known_runs();
  if (runs.empty()) {
    throw run::RunError(run::ExitCode::usage,
                        "no runs below runs/ here: name a run directory, or begin one with `weir run`");
  }
  return runs.front();
}

fs::path find_run_above(const fs::path& file) {
  for (fs::path at = fs::absolute(file).lexically_normal(); at.has_relative_path();) {
    at = at.parent_path();
    if (is_run(at)) return at;
  }
  return find_run("");
}

}  // namespace weir::cli
