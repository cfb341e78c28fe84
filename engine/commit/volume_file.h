// A published volume as its extents see it.
#pragma once

#include <optional>
#include <span>

#include "commit/compression.h"
#include "commit/file.h"

namespace weir::commit {

class VolumeFile {
 public:
  // `compressed`: as a whole, its extents being of plain bytes. The file must outlive this.
  VolumeFile(const File& file, bool compressed) : file_(file) {
    if (compressed) decompressor_.emplace(file);
  }

  std::size_t read(std::uint64_t offset, std::span<char> into) {
    return decompressor_ ? decompressor_->read(offset, into) : file_.read(offset, into);
  }
  const std::filesystem::path& path() const { return file_.path(); }

 private:
  const File& file_;
  std::optional<Decompressor> decompressor_;
};

}  // namespace weir::commit
