// Which file a call means.
#pragma once

#include <array>
#include <climits>
#include <cstddef>
#include <string_view>

namespace weir::shim {

// An absolute path, in place: where nothing may be allocated.
class Path {
 public:
  // Of an open file; empty where it has none. That of a removed one ends in " (deleted)".
  static Path of(int descriptor);
  // Of a name relative to an open directory, which may be AT_FDCWD. Nothing is resolved but that.
  static Path of(int directory, const char* name);

  std::string_view view() const { return {bytes_.data(), size_}; }
  // Whether there is something, and how large it is if it is a file.
  bool exists(long* size) const;

 private:
  void append(std::string_view text);

  std::array<char, 2 * PATH_MAX> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace weir::shim
