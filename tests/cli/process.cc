#include "cli/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace weir::testing {
namespace {

namespace fs = std::filesystem;

pid_t spawn(const std::vector<std::string>& arguments, const fs::path& directory, const fs::path& out,
            const fs::path& err) {
  const std::string binary = std::string(WEIR_BINARY_DIR) + "/bin/weir";
  std::vector<char*> argv{const_cast<char*>(binary.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t pid = 0;
  // What runs of the user's have learned is not theirs to use, nor to change; nothing can be written there.
  ::setenv("XDG_STATE_HOME", "/dev/null", 0);
  const int error = posix_spawn(&pid, binary.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " + binary);
  return pid;
}

int code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

Ended weir(const std::vector<std::string>& arguments, const fs::path& directory) {
  const Workspace streams;
  const pid_t pid = spawn(arguments, directory, streams / "out", streams / "err");
  int status = 0;
  waitpid(pid, &status, 0);
  return {code_of(status), read_file(streams / "out"), read_file(streams / "err")};
}

Running::Running(const std::vector<std::string>& arguments, const fs::path& directory, const fs::path& errors)
    : pid_(spawn(arguments, directory, "/dev/null", errors)) {}

Running::~Running() {
  if (reaped_) return;
  ::kill(pid_, SIGKILL);
  wait();
}

void Running::send(int signal) const { ::kill(pid_, signal); }

int Running::wait() {
  if (!reaped_) waitpid(pid_, &status_, 0);
  reaped_ = true;
  return code_of(status_);
}

bool Running::ended() {
  if (!reaped_ && waitpid(pid_, &status_, WNOHANG) == pid_) reaped_ = true;
  return reaped_;
}

Workspace::Workspace() {
  static std::atomic<int> number = 0;
  path_ = fs::temp_directory_path() / ("weir_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number));
  fs::create_directories(path_);
}

Workspace::~Workspace() {
  std::error_code error;
  fs::remove_all(path_, error);
}

fs::path Workspace::write(const std::string& name, const std::string& text) const {
  fs::path path = path_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::pair<std::string, std::string>> tree(const fs::path& directory) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) files.emplace_back(fs::relative(entry, directory).string(), read_file(entry));
  }
  std::sort(files.begin(), files.end());
  return files;
}

fs::path graphs() { return fs::path(WEIR_SOURCE_DIR) / "graphs"; }
fs::path samples() { return graphs() / "samples"; }

}  // namespace weir::testing
