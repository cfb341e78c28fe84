#include "command/child.h"

#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>
#include <vector>

namespace weir::command {
namespace {

void check(int error) {
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot be started");
}

class FileActions {
 public:
  // What others have opened without O_CLOEXEC is closed, too: no program holds a lock or a pipe that it does not know
  // of.
  explicit FileActions(const Streams& streams) {
    check(::posix_spawn_file_actions_init(&actions_));
    check(::posix_spawn_file_actions_adddup2(&actions_, streams.input, STDIN_FILENO));
    check(::posix_spawn_file_actions_adddup2(&actions_, streams.output, STDOUT_FILENO));
    check(::posix_spawn_file_actions_adddup2(&actions_, streams.errors, STDERR_FILENO));
    check(::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1));
  }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

class Attributes {
 public:
  Attributes() {
    check(::posix_spawnattr_init(&attributes_));
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    ::sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// As exec() takes them; `words` outlive it.
std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Child::Child(const Program& program, const Streams& streams) {
  const FileActions actions(streams);
  const Attributes attributes;
  check(::posix_spawn(&pid_, program.file.c_str(), actions.get(), attributes.get(), pointers(program.words).data(),
                      pointers(program.environment).data()));
  watch_ = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  if (watch_) return;
  const int error = errno;
  end();
  throw std::system_error(error, std::generic_category(), "cannot be watched");
}

Child::~Child() {
  if (pid_ > 0) end();
}

// The program is not reaped yet, so nobody else has its number, nor its group's. It may have changed its group.
void Child::kill() const {
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);
}

int Child::end() {
  kill();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return status;
}

}  // namespace weir::command
