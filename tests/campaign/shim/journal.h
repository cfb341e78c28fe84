// The journal of the shim: every change that a process made below the directories of the plan, in their order, with the
// bytes. From it and the files as they were before, every state can be made that a loss of power could have left
// (disk.py).
//
// A record is a line, then a path, then bytes:
//
//   OPERATION NUMBER PATH-LENGTH BYTE-COUNT\n
//
// create     the path is that of a new, empty file
// write      the bytes stand at offset NUMBER
// resize     to NUMBER bytes
// sync       of a file or a directory, that came back without an error
// forsake    a sync that the plan made fail: what it should have made durable never will be, as on Linux, whose next
// sync
//            of the file comes back without an error
// rename     from the path to the one that stands in place of the bytes
// link       of the file at the path; the bytes are its other name
// remove     of a file
// make       of a directory
// unmake     of a directory
#pragma once

#include <cstdint>
#include <string_view>

namespace weir::shim {

class Journal {
 public:
  // Appends to a file; a null path keeps none.
  explicit Journal(const char* path);

  explicit operator bool() const { return descriptor_ >= 0; }
  void append(std::string_view operation, std::uint64_t number, std::string_view path, std::string_view bytes) const;

 private:
  int descriptor_ = -1;
};

// Writes all of it, or ends the process.
void write_whole(int descriptor, std::string_view bytes);

}  // namespace weir::shim
