// An open directory, and what is done to the names in it. Names are relative and may have folders in them; resolving
// one never leaves the directory, neither by "..", nor through a symbolic link, nor onto another file system.
//
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commit/file.h"

namespace weir::commit {

class Directory {
 public:
  // Opens one that is there.
  explicit Directory(const std::filesystem::path& path);
  // Makes it, and those above that are missing, durably.
  static Directory make(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  // That it lies on: files are renamed within one.
  std::uint64_t device() const;

  // A directory below, or this one again for ""; nothing where it is missing.
  std::optional<Directory> find_directory(const std::string& name) const;
  // Makes one directory; fine where it is there already. Returns whether it was missing.
  bool make_directory(const std::string& name) const;

  // A new file; one of that name is emptied.
  File create_file(const std::string& name) const;
  // A file to write on; made where it is missing.
  File open_file(const std::string& name) const;
  // A file to read; nothing where there is none, or where the name is that of something else than a file.
  std::optional<File> find_file(const std::string& name) const;

  // Replaces what has the new name.
  void rename(const std::string& from, const Directory& to_directory, const std::string& to) const;
  // Gives a file a second name, which nothing may have.
  void link(const std::string& from, const Directory& to_directory, const std::string& to) const;
  // Removes a file; fine where it is missing.
  void remove_file(const std::string& name) const;
  std::vector<std::string> names() const;

  // Makes the names durable: those that came, and those that went.
  void sync() const;

 private:
  Directory(batch::Descriptor descriptor, std::filesystem::path path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}
  File open(const std::string& name, int flags, const char* purpose) const;

  batch::Descriptor descriptor_;
  std::filesystem::path path_;
};

}  // namespace weir::commit
