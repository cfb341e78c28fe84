#include "run/model_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "checksum/checksum.h"

namespace weir::run {
namespace fs = std::filesystem;
namespace {

// As the XDG base directory specification has it: a path that is not absolute counts for nothing.
std::optional<fs::path> state_home() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && fs::path(state).is_absolute()) return fs::path(state);
  const char* home = std::getenv("HOME");
  if (home && fs::path(home).is_absolute()) return fs::path(home) / ".local" / "state";
  return std::nullopt;
}

}  // namespace

std::optional<fs::path> user_model_file(const std::string& graph, const std::string& fingerprint) {
  const std::optional<fs::path> state = state_home();
  if (!state) return std::nullopt;
  return *state / "weir" / "models" / (graph + "-" + checksum::file_hash(fingerprint));
}

bool read_model(const fs::path& file, schedule::CostModel& model) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return false;
  return model.read(std::string(std::istreambuf_iterator<char>(in), {}));
}

// Of a run, which is alone in its directory: the next start takes away what a death left of it.
fs::path unfinished_of_run(const fs::path& file) { return file.string() + ".new"; }

// Of the user, who may have several runs of a graph at a time.
fs::path unfinished_of_user(const fs::path& file) { return file.string() + "." + std::to_string(::getpid()); }

// Through another file, so that a reader sees what there was or what there is.
std::string write_model(const fs::path& file, const fs::path& unfinished, const schedule::CostModel& model) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  errno = 0;
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out << model.text();
  out.close();
  if (out) fs::rename(unfinished, file, error);
  if (out && !error) return {};
  const std::string reason = error ? error.message() : std::strerror(errno);
  fs::remove(unfinished, error);
  return reason;
}

RunModel::RunModel(fs::path run_file, std::optional<fs::path> user_file, Logger& logger)
    : run_file_(std::move(run_file)), user_file_(std::move(user_file)), logger_(logger) {
  std::error_code ignored;
  fs::remove(unfinished_of_run(run_file_), ignored);
  if (!read_model(run_file_, model_) && user_file_) read_model(*user_file_, model_);
  saved_ = model_.version();
}

void RunModel::save() {
  const std::uint64_t version = model_.version();
  if (version == saved_) return;
  saved_ = version;
  const auto save = [this](const fs::path& file, const fs::path& unfinished) {
    const std::string reason = write_model(file, unfinished, model_);
    if (!reason.empty()) {
      logger_.write(LogLevel::info, "what batches need is not remembered: " + file.string() + ": " + reason);
    }
  };
  save(run_file_, unfinished_of_run(run_file_));
  if (user_file_) save(*user_file_, unfinished_of_user(*user_file_));
}

}  // namespace weir::run
