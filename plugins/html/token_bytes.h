// The bytes of the token that is being read, wherever the pieces of the input were cut. While a token lies within one
// piece nothing is copied; when a piece ends inside it, its bytes are held over, at most kMaxTokenBytes of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir::html {

// What of one token can be looked at. The rest of a longer token is read and counted, but not kept: no tag that means
// anything to a reader is that long, and the limit holds wherever pieces end, so that events never depend on it.
inline constexpr std::size_t kMaxTokenBytes = 64 << 10;

class TokenBytes {
 public:
  void begin(const char* at, std::uint64_t offset) {
    begin_ = at;
    offset_ = offset;
    carried_ = 0;
    held_.clear();
  }

  // The piece ends at `end`, inside the token.
  void hold(const char* end) {
    keep(end);
    carried_ += static_cast<std::uint64_t>(end - begin_);
  }

  // The token goes on in the next piece.
  void resume(const char* piece) { begin_ = piece; }

  // Source offset of the token's first byte.
  std::uint64_t offset() const { return offset_; }

  // How far into the token `at` is.
  std::uint64_t position(const char* at) const { return carried_ + static_cast<std::uint64_t>(at - begin_); }

  // What is kept of the bytes from the token's first to `end`; valid until the next call.
  std::string_view until(const char* end) {
    if (carried_ == 0) return {begin_, std::min(static_cast<std::size_t>(end - begin_), kMaxTokenBytes)};
    hold(end);
    begin_ = end;
    return held_;
  }

 private:
  void keep(const char* end) {
    held_.append(begin_, std::min(static_cast<std::size_t>(end - begin_), kMaxTokenBytes - held_.size()));
  }

  const char* begin_ = nullptr;  // the token's first byte in this piece
  std::uint64_t offset_ = 0;
  std::uint64_t carried_ = 0;  // bytes of the token in earlier pieces
  std::string held_;
};

}  // namespace weir::html
