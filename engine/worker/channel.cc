#include "worker/channel.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace weir::worker {

std::pair<Channel, Channel> Channel::make() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot make a socket for a worker");
  }
  return {Channel(batch::Descriptor(ends[0])), Channel(batch::Descriptor(ends[1]))};
}

bool Channel::send(const Frame& frame) const {
  while (true) {
    const ssize_t sent = ::send(descriptor(), &frame, sizeof frame, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    return sent == static_cast<ssize_t>(sizeof frame);
  }
}

std::optional<Frame> Channel::receive() const {
  while (true) {
    Frame frame;
    const ssize_t got = ::recv(descriptor(), &frame, sizeof frame, MSG_TRUNC);
    if (got < 0 && errno == EINTR) continue;
    if (got != static_cast<ssize_t>(sizeof frame)) return std::nullopt;
    return frame;
  }
}

}  // namespace weir::worker
