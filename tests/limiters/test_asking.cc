// A stage for tests of limiters: it waits, as for a service, and keeps a list of its calls outside of the run.
#include <weir/plugin.h>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace {

using weir::Document;
using weir::Emitter;

// Of all nodes of this stage in the process.
std::atomic<std::int64_t> inside{0};
std::atomic<std::int64_t> most_inside{0};

class Inside {
 public:
  Inside() : now_(++inside) {
    for (std::int64_t most = most_inside; now_ > most && !most_inside.compare_exchange_weak(most, now_);) {
    }
  }
  ~Inside() { --inside; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  std::int64_t now() const { return now_; }

 private:
  const std::int64_t now_;
};

class Asking final : public weir::Transform {
 public:
  struct Params {
    std::string calls;
    std::int64_t meet = 0;
    weir::Duration lasts{0};
    void declare(weir::ParamList& list) {
      list.required("calls", calls, "the file that gets a line for each call: how many are inside");
      list.optional("meet", meet, "a call lasts until so many were inside at a time").not_in_output();
      list.optional("lasts", lasts, "and then so long").not_in_output();
    }
  };
  explicit Asking(Params params) : params_(std::move(params)) {}

  // A text with "FAIL" fails, and one with "THROW" throws.
  void process(Document document, Emitter& out) override {
    const Inside call;
    note(call.now());
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (most_inside < params_.meet && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    if (most_inside < params_.meet) return out.fail(weir::FailureClass::rejected, "alone", "nobody else came");
    std::this_thread::sleep_for(params_.lasts);
    const std::string_view text = document.text().view();
    if (text.find("FAIL") != std::string_view::npos) {
      return out.fail(weir::FailureClass::rejected, "as_asked", "the text says so");
    }
    if (text.find("THROW") != std::string_view::npos) throw std::runtime_error("the text says so");
    out.emit(std::move(document));
  }

 private:
  void note(std::int64_t now) const {
    const int file = ::open(params_.calls.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    const std::string line = std::to_string(now) + "\n";
    const bool written = file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                         ::fdatasync(file) == 0;
    if (file >= 0) ::close(file);
    if (!written) throw std::runtime_error("cannot note the call");
  }

  Params params_;
};

}  // namespace

WEIR_PLUGIN(weir::stage<Asking>("test.asking", "Asks and waits.").waits());
