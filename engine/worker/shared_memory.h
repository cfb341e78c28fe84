// Memory that a worker and its parent see both: a board in the first page, and bytes behind it, a request or an answer.
//
// It grows as far as it was ever needed and is kept, since making and filling new memory costs five times what writing
// to memory does that is there. It can never become shorter, so that nobody who looks at it can be killed by the other
// side. Each side has its own object; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "batch/descriptor.h"
#include "worker/board.h"

namespace weir::worker {

class SharedMemory {
 public:
  // New memory. Throws std::system_error, as everything here does.
  SharedMemory();
  // That of the other side.
  explicit SharedMemory(batch::Descriptor descriptor);
  ~SharedMemory();
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  int descriptor() const { return descriptor_.number(); }
  Board& board() { return *board_; }

  // Begins new bytes, and adds to them.
  void clear() { size_ = 0; }
  void append(std::string_view bytes);
  std::uint64_t size() const { return size_; }

  // What the other side wrote. Empty where it has not written so much: what only looks as if it were there takes no
  // memory from who says so, and much from who copies it.
  std::string_view read(std::uint64_t bytes);

 private:
  void map_board();
  std::uint64_t file_bytes() const;
  std::uint64_t written_bytes() const;
  void map(std::uint64_t bytes);

  batch::Descriptor descriptor_;
  Board* board_ = nullptr;
  char* at_ = nullptr;
  std::uint64_t mapped_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace weir::worker
