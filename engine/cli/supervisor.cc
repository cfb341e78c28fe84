#include "cli/supervisor.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <optional>
#include <system_error>

#include "cli/terminal.h"
#include "mutant/mutant.h"
#include "run/crash_report.h"
#include "run/watchdog.h"

namespace weir::cli {

struct Shared {
  std::atomic<std::uint64_t> progress;
  std::atomic<bool> opened;
  std::atomic<int> died_of;  // the signal, of the engine before
  std::atomic<bool> ended;   // of its own accord
};

namespace {

constexpr const char* kVariable = "WEIR_SUPERVISOR";  // "PROCESS DESCRIPTOR", of the supervisor and of its page
constexpr std::size_t kPage = 4096;
constexpr int kMostVainRestarts = 3;

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

Shared* map_page(int descriptor) {
  void* page = ::mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  return page == MAP_FAILED ? nullptr : static_cast<Shared*>(page);
}

// A page that the engines write to, one after the other, and that outlives each.
class Page {
 public:
  Page() : descriptor_(::memfd_create("weir-supervisor", 0)) {
    if (descriptor_ < 0 || ::ftruncate(descriptor_, kPage) != 0) throw_errno("cannot make a page for the engine");
    shared_ = map_page(descriptor_);
    if (!shared_) throw_errno("cannot map the page of the engine");
  }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  ~Page() {
    ::munmap(shared_, kPage);
    ::close(descriptor_);
  }

  int descriptor() const { return descriptor_; }
  std::uint64_t progress() const { return shared_->progress.load(std::memory_order_relaxed); }
  bool ended() const { return shared_->ended.load(std::memory_order_relaxed); }
  // Of a signal; 0 where a stage ended the process.
  void note_death(int signal) { shared_->died_of.store(signal, std::memory_order_relaxed); }

 private:
  const int descriptor_;
  Shared* shared_ = nullptr;
};

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGCHLD}) sigaddset(&set, signal);
  return set;
}

// They wait until somebody asks for them.
class WatchedSignals {
 public:
  WatchedSignals() {
    const sigset_t set = watched_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, &before_);
  }
  ~WatchedSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  WatchedSignals(const WatchedSignals&) = delete;
  WatchedSignals& operator=(const WatchedSignals&) = delete;

  const sigset_t& before() const { return before_; }

 private:
  sigset_t before_{};
};

// With the signal mask that this process had: what it waits for is its own affair.
pid_t start_engine(const std::vector<std::string>& arguments, const sigset_t& mask) {
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setsigmask(&attributes, &mask);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> words;
  words.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  pid_t engine = 0;
  const int error = ::posix_spawn(&engine, "/proc/self/exe", nullptr, &attributes, words.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start the engine");
  return engine;
}

// How one engine ended, and what it was asked before that.
struct End {
  int status = 0;  // as waitpid gives it
  int stopped_by = 0;
};

// Hands signals on. What the terminal sends, it has sent to the engine too.
End wait_for(pid_t engine) {
  const sigset_t set = watched_signals();
  End end;
  while (true) {
    siginfo_t info{};
    const int signal = ::sigwaitinfo(&set, &info);
    if (signal == SIGCHLD) {
      if (::waitpid(engine, &end.status, WNOHANG) == engine) return end;
    } else if (signal > 0) {
      if (signal != SIGUSR1) end.stopped_by = signal;
      if (info.si_code != SI_KERNEL) ::kill(engine, signal);
    }
  }
}

std::optional<std::array<int, 2>> read_variable() {
  const char* text = std::getenv(kVariable);
  if (!text) return std::nullopt;
  std::array<int, 2> numbers{};
  const char* const end = text + std::char_traits<char>::length(text);
  for (int& number : numbers) {
    while (*text == ' ') ++text;
    const auto [next, error] = std::from_chars(text, end, number);
    if (error != std::errc()) return std::nullopt;
    text = next;
  }
  return numbers;
}

// A stage that ends the process with whatever code has not ended the run.
bool is_end_of_run(const End& end, const Page& page) {
  if (!WIFEXITED(end.status)) return false;
  const auto code = static_cast<run::ExitCode>(WEXITSTATUS(end.status));
  const bool stopped = end.stopped_by != 0 || code == run::ExitCode::interrupted || code == run::ExitCode::resumable;
  return stopped || page.ended() || mutant("exit_code_believed");
}

std::string how_it_died(int status) {
  if (WIFEXITED(status)) {
    return "a stage ended the engine, with exit code " + std::to_string(WEXITSTATUS(status));
  }
  const int signal = WTERMSIG(status);
  if (signal == run::kOutOfTime) return "the engine ended itself, since a document went on after its time was over";
  if (signal == run::kStandsStill) return "the engine ended itself, since a document did not get on";
  return "the engine died of " + run::signal_name(signal);
}

}  // namespace

run::ExitCode supervise(const std::vector<std::string>& arguments) {
  const WatchedSignals watched;
  const sigset_t& mask = watched.before();
  Page page;
  ::setenv(kVariable, (std::to_string(::getpid()) + " " + std::to_string(page.descriptor())).c_str(), 1);
  int vain = -1;  // restarts in a row that brought nothing; the first start is none
  while (vain < kMostVainRestarts) {
    const std::uint64_t before = page.progress();
    const End end = wait_for(start_engine(arguments, mask));
    if (is_end_of_run(end, page)) return static_cast<run::ExitCode>(WEXITSTATUS(end.status));
    const std::string died = "weir: " + how_it_died(end.status);
    if (end.stopped_by != 0) {
      write_error(died + " while it was stopping; what is committed is safe\n");
      return end.stopped_by == SIGINT ? run::ExitCode::interrupted : run::ExitCode::resumable;
    }
    page.note_death(WIFSIGNALED(end.status) ? WTERMSIG(end.status) : 0);
    vain = page.progress() == before ? vain + 1 : 0;
    write_error(died + (vain < kMostVainRestarts ? ", and is started again\n" : "\n"));
  }
  write_error("weir: it was started again " + std::to_string(kMostVainRestarts) +
              " times and got nowhere: logs/crash.txt in the run directory says where it died\n");
  return run::ExitCode::internal_error;
}

Supervision::Supervision() {
  const auto numbers = read_variable();
  if (!numbers) return;
  ::unsetenv(kVariable);  // programs that are started from here have no supervisor
  supervised_ = true;
  const auto [supervisor, descriptor] = *numbers;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != supervisor) ::_exit(static_cast<int>(run::ExitCode::resumable));  // it has died already
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  shared_ = map_page(descriptor);
  if (!shared_) return;
  restarted_ = shared_->opened.load(std::memory_order_relaxed);
  died_of_ = shared_->died_of.load(std::memory_order_relaxed);
}

void Supervision::note_opened() const {
  if (shared_) shared_->opened.store(true, std::memory_order_relaxed);
}

void Supervision::note_ended() const {
  if (shared_) shared_->ended.store(true, std::memory_order_relaxed);
}

void Supervision::note_progress() const {
  if (shared_) shared_->progress.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace weir::cli
