// The bytes of listed files, opened only while they are read. A batch may hold thousands of files and a process has a
// few hundred descriptors, so a batch keeps a few open and opens the others again when they are wanted.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include <weir/content.h>

#include "batch/content_hash.h"

namespace weir::batch {

// There is no file any more where one was listed.
class SourceGone : public SourceError {
 public:
  using SourceError::SourceError;
};

// A few open files. Safe from any thread.
class OpenFiles {
 public:
  static constexpr std::size_t kMostOpen = 4;

  OpenFiles() = default;
  ~OpenFiles();
  OpenFiles(const OpenFiles&) = delete;
  OpenFiles& operator=(const OpenFiles&) = delete;

  // A descriptor that stays open as long as the pointer is held. Throws SourceGone where there is no such file, and
  // SourceError where it cannot be opened, is no regular file, or has another size or time of modification than it had
  // when it was listed.
  std::shared_ptr<const int> open(const std::string& location, std::uint64_t size, std::int64_t modified_ns);

 private:
  struct Entry {
    std::string location;
    std::shared_ptr<const int> descriptor;
  };

  std::mutex mutex_;
  std::list<Entry> entries_;  // used last in front
};

// One listed file as a ByteSource. What is read goes into `hash`, where there is one.
class FileBytes final : public ByteSource {
 public:
  FileBytes(std::string location, std::uint64_t size, std::int64_t modified_ns, std::shared_ptr<OpenFiles> files,
            std::shared_ptr<ContentHash> hash = nullptr);

  std::uint64_t size() const override { return identity_.size; }
  std::size_t read(std::uint64_t offset, std::span<char> into) const override;
  const FileIdentity* file() const override { return &identity_; }

 private:
  FileIdentity identity_;
  std::shared_ptr<OpenFiles> files_;
  std::shared_ptr<ContentHash> hash_;
};

// Throws SourceGone or SourceError when the file is not the one that was listed.
void check_unchanged(const std::string& location, std::uint64_t size, std::int64_t modified_ns);

}  // namespace weir::batch
