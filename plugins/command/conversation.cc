#include "command/conversation.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "command/broken_pipes.h"
#include "command/child.h"
#include "command/last_line.h"
#include "command/pipe.h"

namespace weir::command {
namespace {

constexpr int kLookEveryMs = 50;
constexpr std::size_t kPieceBytes = std::size_t{64} << 10;

class Conversation {
 public:
  Conversation(const Program& program, std::string_view input, std::uint64_t most_output, const Call& call)
      : input_(input), most_output_(most_output), call_(call), output_(call.large_memory()) {
    Pipe input_pipe;
    Pipe output_pipe;
    Pipe errors_pipe;
    for (const Descriptor* own : {&input_pipe.write, &output_pipe.read, &errors_pipe.read}) never_wait(*own);
    child_.emplace(program, Streams{input_pipe.read.number(), output_pipe.write.number(), errors_pipe.write.number()});
    to_input_ = std::move(input_pipe.write);
    from_output_ = std::move(output_pipe.read);
    from_errors_ = std::move(errors_pipe.read);
    if (input_.empty()) to_input_.close();
  }

  Said hold() {
    const Said::End end = talk();
    const int status = child_->end();
    return {end, status, std::move(output_), errors_.text()};
  }

 private:
  // All three streams at once: a program that waits for one of them must not be waited for at another.
  Said::End talk() {
    while (!call_.stop_requested()) {
      std::array<pollfd, 4> watched{{{to_input_.number(), POLLOUT, 0},
                                     {from_output_.number(), POLLIN, 0},
                                     {from_errors_.number(), POLLIN, 0},
                                     {child_->watch(), POLLIN, 0}}};
      if (::poll(watched.data(), watched.size(), kLookEveryMs) < 0 && errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "cannot wait for it");
      }
      if (watched[0].revents != 0) give();
      if (watched[1].revents != 0) take_output(kPieceBytes);
      if (watched[2].revents != 0) take_errors(kPieceBytes);
      if (watched[3].revents != 0) take_what_is_left();
      if (output_.size() > most_output_) return Said::End::too_long;
      if (watched[3].revents != 0) return Said::End::ended;
    }
    return Said::End::stopped;
  }

  // A program need not read its input.
  void give() {
    const ssize_t written = ::write(to_input_.number(), input_.data(), std::min(input_.size(), kPieceBytes));
    if (written > 0) input_.remove_prefix(static_cast<std::size_t>(written));
    if (input_.empty() || (written < 0 && !passes())) to_input_.close();
  }

  void take_output(std::size_t most) { output_.append(take(from_output_, most)); }
  void take_errors(std::size_t most) { errors_.add(take(from_errors_, most)); }

  // The program has ended, and all that it wrote is in the pipes. Others that it has left behind may hold them, so
  // their end may never come; what those write is not waited for.
  void take_what_is_left() {
    child_->kill();
    take_output(in_pipe(from_output_));
    take_errors(in_pipe(from_errors_));
  }

  static std::size_t in_pipe(const Descriptor& pipe) {
    int bytes = 0;
    return pipe && ::ioctl(pipe.number(), FIONREAD, &bytes) == 0 ? static_cast<std::size_t>(bytes) : 0;
  }

  // Closes the pipe at its end.
  std::string_view take(Descriptor& pipe, std::size_t most) {
    if (most == 0) return {};
    if (piece_.size() < most) piece_.resize(most);
    const ssize_t count = ::read(pipe.number(), piece_.data(), most);
    if (count > 0) return {piece_.data(), static_cast<std::size_t>(count)};
    if (count == 0 || !passes()) pipe.close();
    return {};
  }

  static bool passes() { return errno == EAGAIN || errno == EINTR; }

  const NoBrokenPipeSignals no_signals_;
  std::string_view input_;  // what is not given yet
  const std::uint64_t most_output_;
  const Call& call_;
  TextBytes output_;
  LastLine errors_;
  std::vector<char> piece_;
  Descriptor to_input_;
  Descriptor from_output_;
  Descriptor from_errors_;
  std::optional<Child> child_;
};

}  // namespace

Said converse(const Program& program, std::string_view input, std::uint64_t most_output, const Call& call) {
  return Conversation(program, input, most_output, call).hold();
}

}  // namespace weir::command
