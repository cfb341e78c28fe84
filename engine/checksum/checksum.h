// XXH3, over bytes that come in pieces: 64 bits for extents, 128 bits for whole files. It guards against damage, not
// against malice.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace weir::checksum {

struct FreeChecksum {
  void operator()(XXH3_state_s* state) const;
};

class ExtentChecksum {
 public:
  ExtentChecksum();
  void add(std::string_view bytes);
  std::uint64_t value() const;

 private:
  std::unique_ptr<XXH3_state_s, FreeChecksum> state_;
};

class FileHash {
 public:
  FileHash();
  void add(std::string_view bytes);
  // 32 hexadecimal digits, as `xxh128sum` prints them.
  std::string value() const;

 private:
  std::unique_ptr<XXH3_state_s, FreeChecksum> state_;
};

// Of bytes that are all there.
std::string file_hash(std::string_view bytes);

}  // namespace weir::checksum
