#include "command/pipe.h"

#include <fcntl.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace weir::command {
namespace {

[[noreturn]] void no_pipe() { throw std::system_error(errno, std::generic_category(), "cannot make a pipe"); }

// Where weir was started without standard streams, a pipe may get their numbers, and would be lost when the program's
// own are put there.
Descriptor above_standard_streams(Descriptor end) {
  if (end.number() > STDERR_FILENO) return end;
  Descriptor other(::fcntl(end.number(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!other) no_pipe();
  return other;
}

}  // namespace

Pipe::Pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) no_pipe();
  read = Descriptor(ends[0]);
  write = Descriptor(ends[1]);
  read = above_standard_streams(std::move(read));
  write = above_standard_streams(std::move(write));
}

void never_wait(const Descriptor& end) {
  if (::fcntl(end.number(), F_SETFL, O_NONBLOCK) != 0) no_pipe();
}

}  // namespace weir::command
