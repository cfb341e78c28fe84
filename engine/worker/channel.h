// One end of the socket over which a worker and its parent tell each other what lies in the memory that they share.
#pragma once

#include <optional>
#include <utility>

#include "batch/descriptor.h"
#include "worker/protocol.h"

namespace weir::worker {

class Channel {
 public:
  explicit Channel(batch::Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

  // Both ends. Throws std::system_error.
  static std::pair<Channel, Channel> make();

  int descriptor() const { return descriptor_.number(); }

  // False where the other end is closed.
  bool send(const Frame& frame) const;
  // Waits for a frame. Nothing where the other end is closed, or sent what is no frame.
  std::optional<Frame> receive() const;

 private:
  batch::Descriptor descriptor_;
};

}  // namespace weir::worker
