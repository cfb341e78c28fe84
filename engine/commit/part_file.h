// One part: the committed bytes of a volume in the order in which they were committed, with the store's word for where
// they end. What lies behind that belongs to nobody and is cut off when the run resumes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "commit/directory.h"

namespace weir::commit {

class PartFile {
 public:
  // Opens nothing yet. `directory` must outlive it; `committed` is the store's length.
  PartFile(const Directory& directory, std::string name, std::uint64_t committed);

  const std::string& name() const { return name_; }

  // Brings the file to the committed length; refuses one that is shorter.
  void recover();

  // Takes bytes for the next write and says at what offset they will be.
  std::uint64_t add(const std::vector<std::string_view>& pieces);
  bool is_new() const { return committed_ == 0; }
  bool has_new_bytes() const { return length_ != committed_; }
  std::uint64_t length() const { return length_; }

  // Writes what was added, and makes it durable: all but the name of a new file.
  void write_and_sync();
  // The store has it.
  void commit() { committed_ = length_; }
  // Back to what the store has, as well as it goes: the next resume does the same.
  void roll_back() noexcept;

  // The file is published, and goes.
  void remove();
  // The file has another name now.
  void forget();

 private:
  File& file();

  const Directory& directory_;
  std::string name_;
  File file_;
  std::uint64_t committed_;
  std::uint64_t length_;
  std::vector<std::string_view> added_;  // since the last write
};

}  // namespace weir::commit
