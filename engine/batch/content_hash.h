// The hash of an entry's bytes, taken while a stage reads them: what tells a file that was touched from one that
// changed.
//
// Reads may come in any order and overlap; the hash follows the part that is known without a gap from the beginning. An
// entry of which a stage skips a part has no hash, since reading the rest would cost what reading it once was to save.
//
// Threads: any. A read that finds another one being hashed leaves its bytes out, and then perhaps there is no hash.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "checksum/checksum.h"

namespace weir::batch {

class ContentHash {
 public:
  // Of `size` bytes.
  explicit ContentHash(std::uint64_t size);
  // One that was taken elsewhere, and takes no more.
  explicit ContentHash(std::string value) : size_(0), value_(std::move(value)) {}

  // Takes bytes that were read at `offset`.
  void add(std::uint64_t offset, std::string_view bytes);

  // XXH3 of 128 bits, 32 hexadecimal digits; empty where not all bytes were seen. Only when nothing reads any more.
  const std::string& value() const { return value_; }

 private:
  const std::uint64_t size_;
  std::mutex mutex_;
  std::uint64_t seen_ = 0;                          // so many from the beginning
  std::unique_ptr<checksum::FileHash> unfinished_;  // of what comes in one piece there never is one
  std::string value_;
};

}  // namespace weir::batch
