#include "worker/spawner.h"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "batch/descriptor.h"
#include "worker/protocol.h"

extern char** environ;

namespace weir::worker {
namespace {

void check(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

// Beyond the numbers that descriptors get in the worker, so that none is overwritten before it has its place.
batch::Descriptor out_of_the_way(int descriptor) {
  constexpr int kFirstFree = 16;
  batch::Descriptor moved(::fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstFree));
  if (!moved) check(errno, "cannot give a descriptor to a worker");
  return moved;
}

class FileActions {
 public:
  FileActions() { check(::posix_spawn_file_actions_init(&actions_), "cannot start a worker"); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void open(int number, const char* path, int flags) {
    check(::posix_spawn_file_actions_addopen(&actions_, number, path, flags, 0), "cannot start a worker");
  }
  void give(const batch::Descriptor& descriptor, int number) {
    check(::posix_spawn_file_actions_adddup2(&actions_, descriptor.number(), number), "cannot start a worker");
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

class Attributes {
 public:
  Attributes() {
    check(::posix_spawnattr_init(&attributes_), "cannot start a worker");
    sigset_t none;
    sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

pid_t spawn(const Program& program, int channel, int memory, int standard_error) {
  const batch::Descriptor given_channel = out_of_the_way(channel);
  const batch::Descriptor given_memory = out_of_the_way(memory);
  const batch::Descriptor given_error = out_of_the_way(standard_error);
  FileActions actions;
  actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  actions.open(STDOUT_FILENO, "/dev/null", O_WRONLY);
  actions.give(given_error, STDERR_FILENO);
  actions.give(given_channel, kChannelDescriptor);
  actions.give(given_memory, kMemoryDescriptor);
  const Attributes attributes;
  std::string name = "weir";
  std::vector<char*> words{name.data()};
  for (const std::string& argument : program.arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  pid_t pid = 0;
  check(::posix_spawn(&pid, program.path.c_str(), actions.get(), attributes.get(), words.data(), environ),
        "cannot start a worker");
  return pid;
}

}  // namespace

Spawner::Spawner() : thread_([this] { serve(); }) {}

Spawner::~Spawner() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  wanted_.notify_one();
  thread_.join();
}

pid_t Spawner::start(const Program& program, int channel, int memory, int standard_error) {
  std::packaged_task<pid_t()> task([&] { return spawn(program, channel, memory, standard_error); });
  std::future<pid_t> pid = task.get_future();
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push(std::move(task));
  }
  wanted_.notify_one();
  return pid.get();
}

void Spawner::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    std::packaged_task<pid_t()> task = std::move(tasks_.front());
    tasks_.pop();
    lock.unlock();
    task();
    lock.lock();
  }
}

}  // namespace weir::worker
