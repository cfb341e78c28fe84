// A published volume as its extents see it: plain bytes, whether the file is compressed or not.
#pragma once

#include <optional>
#include <string_view>

#include "commit/compression.h"
#include "commit/file.h"

namespace weir::commit {

class VolumeFile {
 public:
  // `name` says whether it is compressed. The file must outlive this.
  VolumeFile(const File& file, std::string_view name) : file_(file) {
    if (is_compressed(name)) decompressor_.emplace(file);
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
