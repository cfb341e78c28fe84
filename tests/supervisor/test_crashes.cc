// A stage that ends its process where a text asks for it.
#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>

#include <unistd.h>

#include <weir/plugin.h>

namespace {

// Deeper than any stack, and yet not without end, which compilers would notice.
__attribute__((noinline)) int use_up_the_stack(int depth) {
  volatile char room[4096];
  room[0] = static_cast<char>(depth);
  return depth == 0 ? 0 : use_up_the_stack(depth - 1) + room[0];
}

class Crash final : public weir::Transform {
 public:
  struct Params {
    std::string marker;
    void declare(weir::ParamList& list) {
      list.optional("marker", marker, "file that ONCE makes, and that keeps it from crashing again");
    }
  };
  explicit Crash(const Params& params) : marker_(params.marker) {}

  void process(weir::Document document, weir::Emitter& out) override {
    const std::string_view text = document.text().view();
    const auto asks = [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
    if (asks("SEGMENTATION")) std::raise(SIGSEGV);
    if (asks("ABORT")) std::abort();
    if (asks("OVERFLOW")) use_up_the_stack(10'000'000);
    if (asks("KILL")) std::raise(SIGKILL);
    if (asks("EXIT")) std::exit(0);
    if (asks("LEAVE")) ::_exit(0);
    if (asks("ONCE") && !std::ifstream(marker_)) {
      std::ofstream(marker_) << "seen\n";
      std::abort();
    }
    out.emit(std::move(document));
  }

 private:
  const std::string marker_;
};

}  // namespace

WEIR_PLUGIN(weir::stage<Crash>("test.crash", "Ends its process where a text asks for it."))
