#include "worker/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <system_error>
#include <utility>

#include "worker/last_words.h"

namespace weir::worker {

// What the parent keeps of channel and standard error, and what it gives away.
struct Process::Ends {
  std::pair<Channel, Channel> channel = Channel::make();
  batch::Descriptor error;
  batch::Descriptor given_error;

  Ends() {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot make a pipe for a worker");
    }
    error = batch::Descriptor(pipe[0]);
    given_error = batch::Descriptor(pipe[1]);
    ::fcntl(error.number(), F_SETFL, O_NONBLOCK);
  }
};

Process::Process(Spawner& spawner, const Program& program) : Process(spawner, program, Ends()) {}

Process::Process(Spawner& spawner, const Program& program, Ends ends)
    : channel_(std::move(ends.channel.first)), error_(std::move(ends.error)) {
  pid_ = spawner.start(program, ends.channel.second.descriptor(), memory_.descriptor(), ends.given_error.number());
  watch_ = batch::Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  if (watch_) return;
  const int error = errno;
  kill();
  bury();
  throw std::system_error(error, std::generic_category(), "cannot watch a worker");
}

Process::~Process() {
  if (pid_ <= 0) return;
  kill();
  bury();
}

std::optional<Frame> Process::receive(std::chrono::milliseconds interval, const std::function<void()>& look) {
  while (true) {
    std::array<pollfd, 3> watched{
        {{channel_.descriptor(), POLLIN, 0}, {watch_.number(), POLLIN, 0}, {error_.number(), POLLIN, 0}}};
    const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(interval.count()));
    if (ready < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "cannot wait for a worker");
    }
    if (ready > 0) {
      if (watched[2].revents & POLLIN) drain();
      if (watched[2].revents & POLLHUP) error_ = batch::Descriptor();
      if (watched[0].revents & POLLIN) return channel_.receive();
      if (watched[0].revents | watched[1].revents) return std::nullopt;
    }
    look();
  }
}

// As much as there is at once, but no more: a worker that writes without end must not keep its parent.
void Process::drain() {
  std::array<char, std::size_t{64} << 10> window;  // what a pipe holds
  const ssize_t got = ::read(error_.number(), window.data(), window.size());
  if (got <= 0) return;
  last_words_.append(window.data(), static_cast<std::size_t>(got));
  if (last_words_.size() > kLastWords) last_words_.erase(0, last_words_.size() - kLastWords);
}

void Process::forget_last_words() {
  if (error_) drain();
  last_words_.clear();
}

void Process::kill() noexcept {
  killed_ = true;
  ::kill(-pid_, SIGKILL);
}

Death Process::bury() {
  Death death;
  death.by_itself = !killed_ && has_ended();
  // Its number stays its group's until it is waited for.
  kill();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  if (error_) drain();
  death.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  death.code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  death.last_words = as_lines(last_words_);
  return death;
}

// A worker that closed its channel may be about to end.
bool Process::has_ended() const {
  constexpr int kPatienceMs = 500;
  pollfd watched{watch_.number(), POLLIN, 0};
  return watch_ && ::poll(&watched, 1, kPatienceMs) > 0;
}

std::uint64_t Process::memory_in_use() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  std::uint64_t kibibytes = 0;
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind("RssAnon:", 0) == 0 || line.rfind("RssShmem:", 0) == 0) {
      kibibytes += std::stoull(line.substr(line.find(':') + 1));
    }
  }
  return kibibytes << 10;
}

}  // namespace weir::worker
