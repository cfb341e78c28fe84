// Stages whose documents say what is to happen: "poison: segv" in the transform, "poison.sink: segv" in the sink. All
// others go on.
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <weir/plugin.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using weir::Document;
using weir::Emitter;
using weir::FailureClass;

// Descriptors of a worker, which no stage should touch.
constexpr int kChannel = 3;
constexpr int kMemory = 4;

constexpr std::chrono::seconds kLong{3};

struct Frame {
  unsigned kind = 3;
  unsigned request = 1;
  unsigned long bytes = 4096;
};

// NOLINTNEXTLINE(misc-no-recursion): that is what it is for
int deep(int more) {
  volatile char room[4096] = {};
  room[0] = static_cast<char>(more);
  return more == 0 ? 0 : deep(more - 1) + room[0];
}

void flood() {
  const std::string line(1 << 16, 'x');
  for (int i = 0; i < 4096; ++i) {
    if (::write(STDERR_FILENO, line.data(), line.size()) < 0) break;
  }
  const std::string last = "\nthe last line\n";
  if (::write(STDERR_FILENO, last.data(), last.size()) > 0) std::abort();
}

void write_error(std::string_view text) {
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) std::abort();
}

// What a library might say before it gives up, colours and bytes of the document in it.
void complain() {
  write_error("parser: \033[31mout of range\033[0m\r\nat \xFF\xC3\xA4\n\n");
  std::abort();
}

// As many as there may be, each of which goes on doing the same.
void forks() {
  while (true) {
    if (::fork() < 0) ::usleep(1000);
  }
}

void hunger() {
  std::vector<std::vector<char>> held;
  while (true) held.emplace_back(std::size_t{16} << 20, '\1');
}

// Says that an answer lies in memory where none does.
void garbage() {
  const Frame frame;
  char* const at = static_cast<char*>(::mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, kMemory, 0));
  if (::ftruncate(kMemory, 1 << 20) == 0 && at != MAP_FAILED) {
    for (int i = 0; i < 4096; ++i) at[4096 + i] = static_cast<char>(i * 37);
  }
  if (::send(kChannel, &frame, sizeof frame, 0) > 0) ::pause();
}

// As if a disturbance lay in the channel: one that no parent asked for, after the other.
void noise() {
  Frame frame;
  for (unsigned kind = 17; ::send(kChannel, &frame, sizeof frame, 0) >= 0; ++kind) frame.kind = kind * 2654435761U;
  ::pause();
}

// Says what a worker says at other times, or never.
void say(unsigned kind) {
  Frame frame;
  frame.kind = kind;
  frame.bytes = 0;
  if (::send(kChannel, &frame, sizeof frame, 0) > 0) ::pause();
}

// A message has a size, and this has half of it.
void half() {
  const Frame frame;
  if (::send(kChannel, &frame, sizeof frame / 2, 0) > 0) ::_exit(0);
}

// Waits, under a name by which somebody outside finds the thread.
void wait_as(const char* name) {
  ::prctl(PR_SET_NAME, name);
  while (true) ::usleep(1000);
}

void do_what_it_says(std::string_view word, const weir::Call& call) {
  if (word == "segv") ::raise(SIGSEGV);
  if (word == "abort") std::abort();
  if (word == "overflow") std::exit(deep(1 << 30));
  if (word == "exit") ::_exit(0);
  if (word == "exit 3") ::_exit(3);
  if (word == "complain") complain();
  if (word == "mutter") write_error("a warning\n");
  if (word == "hunger") hunger();
  if (word == "flood") flood();
  if (word == "forks") forks();
  if (word == "garbage") garbage();
  if (word == "noise") noise();
  if (word == "half") half();
  if (word == "run") say(1);
  if (word == "ready") say(2);
  if (word == "done") say(3);
  if (word == "broken") say(4);
  if (word == "killed") wait_as("kill_me");
  if (word == "stopped") wait_as("stop_me");
  if (word == "throw") throw std::runtime_error("thrown");
  if (word == "loop") {
    while (true) ::usleep(1000);
  }
  if (word == "polite") {
    while (!call.stop_requested()) ::usleep(1000);
  }
  if (word == "nap") {  // half a second, where it may
    for (int i = 0; i < 500 && !call.stop_requested(); ++i) ::usleep(1000);
  }
  if (word == "rest") {  // three seconds, where it may
    const auto end = std::chrono::steady_clock::now() + kLong;
    while (std::chrono::steady_clock::now() < end && !call.stop_requested()) ::usleep(1000);
  }
  if (word == "sleep") std::this_thread::sleep_for(kLong);
  if (word == "appetite") {
    std::vector<char> held(std::size_t{400} << 20);
    asm volatile("" : : "r"(held.data()) : "memory");  // else nothing is allocated
  }
  if (word == "closed") {
    ::close(kChannel);
    ::pause();
  }
}

// What stands behind the mark, where the text begins with it.
std::string_view word_of(const Document& document, std::string_view mark) {
  const std::string_view text = document.text().view();
  if (text.substr(0, mark.size()) != mark) return {};
  const std::string_view rest = text.substr(mark.size());
  return rest.substr(0, rest.find('\n'));
}

class Poison final : public weir::Transform {
 public:
  void process(Document document, Emitter& out) override {
    const std::string_view word = word_of(document, "poison: ");
    if (word == "fail") return out.fail(FailureClass::rejected, "failed", "as it said");
    if (word == "drop") return out.drop("dropped", "as it said");
    out.log(weir::LogLevel::warning, "seen " + document.origin().path);
    if (word == "nap") out.log(weir::LogLevel::warning, "nap of process " + std::to_string(::getpid()) + ".");
    do_what_it_says(word, out);
    document.metadata().set("process", word.empty() ? "fine" : "odd");
    out.emit(std::move(document));
  }
};

// The same for what it waits on, so that no worker has it.
class Waiting final : public weir::Transform {
 public:
  void process(Document document, Emitter& out) override {
    if (word_of(document, "poison.wait: ") == "polite") {
      while (!out.stop_requested()) ::usleep(1000);
    }
    out.emit(std::move(document));
  }
};

class PoisonSink final : public weir::Sink {
 public:
  struct Params {
    std::string path = "sink.txt";
    void declare(weir::ParamList& list) { list.optional("path", path, "the file's name"); }
  };
  explicit PoisonSink(const Params&) {}
  void encode(const Document& document, weir::RecordWriter& out) override {
    do_what_it_says(word_of(document, "poison.sink: "), out);
    out.append(document.origin().path + " " + std::to_string(document.text().size()) + "\n");
    out.end_record();
  }
};

}  // namespace

WEIR_PLUGIN(weir::stage<Poison>("test.poison", "Does what a document says.")
                .drops("dropped", "it said so")
                .fails("failed", "it said so"),
            weir::stage<Waiting>("test.waiting", "Passes on.").waits(),
            weir::stage<PoisonSink>("test.poison_sink", "Writes a line for each.").writes_volume("path"))
