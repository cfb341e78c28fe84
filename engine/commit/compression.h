// Volumes whose name ends in ".zst" are compressed when they are published: in frames that each hold the same number of
// plain bytes, so that neither the order in which batches came nor where extents end shows in the file. `zstd -dc`
// reads it; so does anything that takes several frames for one file, as the format says.
//
// Parts and extents are of plain bytes, but for volumes in the order of completion: there each extent is compressed
// when it is committed, into frames of its own, and the published file is made of these as they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commit/file.h"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace weir::commit {

// Plain bytes of a frame; the last has fewer.
inline constexpr std::size_t kFrameBytes = std::size_t{1} << 20;

bool is_compressed(std::string_view name);

// Takes plain bytes and gives compressed ones.
class Compressor {
 public:
  using Take = std::function<void(std::string_view)>;

  explicit Compressor(Take take);

  void append(std::string_view plain);
  // Ends the last frame. A volume without bytes is one frame without bytes.
  void finish();

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };

  void write_frame();

  const Take take_;
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::string plain_;
  std::string frame_;
  bool any_ = false;
};

// All frames of these bytes.
std::string compress(std::span<const std::string_view> plain);

// Reads the plain bytes of a compressed file. Forwards it is quick; backwards it begins anew.
class Decompressor {
 public:
  explicit Decompressor(const File& file);

  // As File::read, of plain bytes. Throws CommitError where the file is no compressed volume.
  std::size_t read(std::uint64_t offset, std::span<char> into);

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };

  void rewind();
  // Gives up to so many of the next plain bytes; 0 at the end.
  std::size_t next(std::span<char> into);
  void fill();

  const File& file_;
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
  std::vector<char> input_;
  std::size_t input_begin_ = 0, input_end_ = 0;
  std::uint64_t file_offset_ = 0;
  std::uint64_t plain_offset_ = 0;
  bool in_frame_ = false;
};

}  // namespace weir::commit
