#include "commit/compression.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <new>

#include "commit/error.h"

namespace weir::commit {
namespace {

// What zstd itself takes unless it is told otherwise.
constexpr int kLevel = 3;

}  // namespace

bool is_compressed(std::string_view name) { return name.ends_with(".zst"); }

void Compressor::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }

Compressor::Compressor(Take take) : take_(std::move(take)), context_(ZSTD_createCCtx()) {
  if (!context_) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
  plain_.reserve(kFrameBytes);
  frame_.resize(ZSTD_compressBound(kFrameBytes));
}

void Compressor::append(std::string_view plain) {
  while (!plain.empty()) {
    const std::string_view head = plain.substr(0, kFrameBytes - plain_.size());
    plain_.append(head);
    plain.remove_prefix(head.size());
    if (plain_.size() == kFrameBytes) write_frame();
  }
}

void Compressor::finish() {
  if (!plain_.empty() || !any_) write_frame();
}

void Compressor::write_frame() {
  const std::size_t size = ZSTD_compress2(context_.get(), frame_.data(), frame_.size(), plain_.data(), plain_.size());
  if (ZSTD_isError(size)) {
    throw CommitError(CommitError::Kind::input_output, std::string("cannot compress: ") + ZSTD_getErrorName(size));
  }
  take_({frame_.data(), size});
  plain_.clear();
  any_ = true;
}

std::string compress(std::span<const std::string_view> plain) {
  std::string frames;
  Compressor compressor([&](std::string_view frame) { frames.append(frame); });
  for (const std::string_view piece : plain) compressor.append(piece);
  compressor.finish();
  return frames;
}

void Decompressor::Free::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

Decompressor::Decompressor(const File& file) : file_(file), context_(ZSTD_createDCtx()), input_(ZSTD_DStreamInSize()) {
  if (!context_) throw std::bad_alloc();
}

std::size_t Decompressor::read(std::uint64_t offset, std::span<char> into) {
  if (offset < plain_offset_) rewind();
  std::array<char, 65536> skipped;
  while (plain_offset_ < offset) {
    const std::size_t wanted = std::min<std::uint64_t>(skipped.size(), offset - plain_offset_);
    if (next(std::span(skipped).first(wanted)) == 0) return 0;
  }
  std::size_t done = 0;
  while (done < into.size()) {
    const std::size_t count = next(into.subspan(done));
    if (count == 0) break;
    done += count;
  }
  return done;
}

void Decompressor::rewind() {
  ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
  input_begin_ = input_end_ = 0;
  file_offset_ = plain_offset_ = 0;
  in_frame_ = false;
}

std::size_t Decompressor::next(std::span<char> into) {
  ZSTD_outBuffer output{into.data(), into.size(), 0};
  while (output.pos == 0) {
    if (input_begin_ == input_end_) fill();
    const bool at_end = input_begin_ == input_end_;
    if (at_end && !in_frame_) return 0;
    ZSTD_inBuffer input{input_.data() + input_begin_, input_end_ - input_begin_, 0};
    const std::size_t result = ZSTD_decompressStream(context_.get(), &output, &input);
    if (ZSTD_isError(result)) {
      throw_damaged(file_.path(), std::string("is not as it was compressed: ") + ZSTD_getErrorName(result));
    }
    input_begin_ += input.pos;
    in_frame_ = result != 0;
    if (at_end && output.pos == 0 && in_frame_) throw_damaged(file_.path(), "ends within a compressed frame");
  }
  plain_offset_ += output.pos;
  return output.pos;
}

void Decompressor::fill() {
  input_begin_ = 0;
  input_end_ = file_.read(file_offset_, input_);
  file_offset_ += input_end_;
}

}  // namespace weir::commit
