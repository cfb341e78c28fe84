// Digests of all documents, with the first document of each, in a file: what it takes of memory does not grow with the
// number of documents. A hash table of slots of 24 bytes with open addressing, at most half full.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dedupe/digest.h"

namespace weir::dedupe {

class DigestTable {
 public:
  // Room for so many digests. Throws std::system_error where the file cannot be made.
  DigestTable(const std::string& directory, std::uint64_t documents);
  ~DigestTable();
  DigestTable(const DigestTable&) = delete;
  DigestTable& operator=(const DigestTable&) = delete;

  // The number of the first document that had the digest; nothing where it is this one, which is noted.
  // Throws std::system_error.
  std::optional<std::uint32_t> find_or_add(const Digest& digest, std::uint32_t number);

 private:
  struct Slot {
    Digest digest;
    std::uint64_t number_plus_one = 0;  // 0: free
  };

  Slot read(std::uint64_t index) const;
  void write(std::uint64_t index, const Slot& slot);

  int file_ = -1;
  std::uint64_t mask_ = 0;
};

}  // namespace weir::dedupe
