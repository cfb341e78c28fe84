#include "batch/signal_stack.h"

#include <csignal>
#include <cstddef>
#include <memory>

namespace weir::batch {
namespace {

// Enough for a handler that walks the stack of who died.
constexpr std::size_t kBytes = std::size_t{64} << 10;

class SignalStack {
 public:
  SignalStack() : memory_(std::make_unique<char[]>(kBytes)) {
    const stack_t stack{memory_.get(), 0, kBytes};
    ::sigaltstack(&stack, nullptr);
  }
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;
  ~SignalStack() {
    const stack_t none{nullptr, SS_DISABLE, 0};
    ::sigaltstack(&none, nullptr);
  }

 private:
  std::unique_ptr<char[]> memory_;
};

}  // namespace

void provide_signal_stack() { thread_local const SignalStack stack; }

}  // namespace weir::batch
