// An open file: whole reads and writes, whatever the system does in one go, and errors that name the file.
//
// Threads: one at a time, except for reading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "batch/descriptor.h"

namespace weir::commit {

class File {
 public:
  File() = default;
  // `path` is what errors call it.
  File(batch::Descriptor descriptor, std::filesystem::path path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  explicit operator bool() const { return static_cast<bool>(descriptor_); }
  // The bare descriptor, for whoever keeps it open for another reason.
  batch::Descriptor release() && { return std::move(descriptor_); }
  const std::filesystem::path& path() const { return path_; }

  std::uint64_t size() const;
  // Reads until `into` is full or the file ends; returns how much it read.
  std::size_t read(std::uint64_t offset, std::span<char> into) const;
  // Writes the pieces one after the other, beginning at `offset`.
  void write(std::uint64_t offset, std::span<const std::string_view> pieces);
  void write(std::uint64_t offset, std::string_view bytes) { write(offset, std::span(&bytes, 1)); }
  void truncate(std::uint64_t size);
  // Makes the file that long, and takes the room for it. False where there is too little, or where the file system
  // cannot reserve any.
  bool reserve(std::uint64_t size);
  // Notes beside the bytes whose file it is, where the file system keeps such notes; nothing where it does not.
  void set_owner(std::string_view owner);
  bool is_of(std::string_view owner) const;
  // Makes the bytes durable, and what is needed to find them, but not the name.
  void sync();

 private:
  batch::Descriptor descriptor_;
  std::filesystem::path path_;
};

}  // namespace weir::commit
