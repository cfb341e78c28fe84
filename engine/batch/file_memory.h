// Memory for large texts that is no burden: files without a name in the run directory, mapped. What of them is not
// being read the system may write to the disk and use otherwise, as it does with all of its page cache.
//
// Each text has a file of its own, which is gone with the mapping, also where the process is killed. Its blocks are
// reserved before anything is written, so that a full disk cannot be met later, when it would be a signal. Where there
// is no such file to be had, the text lies in anonymous memory as it would without this. Safe from any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <utility>

#include <weir/call.h>
#include <weir/large_memory.h>

namespace weir::batch {

class FileMemory final : public LargeMemory {
 public:
  // `directory`: where the files are; `logger` is told once when there are none to be had, and may be null.
  explicit FileMemory(std::string directory, Logger* logger = nullptr)
      : directory_(std::move(directory)), logger_(logger) {}
  ~FileMemory() override = default;
  FileMemory(const FileMemory&) = delete;
  FileMemory& operator=(const FileMemory&) = delete;

  void* allocate(std::size_t bytes) override;
  void release(void* at, std::size_t bytes) noexcept override;

 private:
  void* map_file(std::size_t bytes);
  void tell(std::size_t bytes, const std::string& why);

  std::string directory_;
  Logger* logger_;
  std::atomic_flag told_;
};

}  // namespace weir::batch
