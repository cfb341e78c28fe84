// Converts a page to UTF-8, piece by piece. What is no character of the encoding becomes U+FFFD.
//
// The result depends neither on where pieces end nor on the time: two converters that are fed alike give the same. One
// thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <weir/source_map.h>

#include "html/charset.h"

struct UConverter;

namespace weir::html {

class Converter {
 public:
  // How many bytes one call may be given.
  static constexpr std::size_t kMaxPieceBytes = std::size_t{32} << 10;

  // Throws std::runtime_error where ICU's data have no converter for it.
  explicit Converter(const Charset& charset);

  // Converts the next bytes, of which the first lies at `offset` of the source; `last` says that none follow. A
  // character whose end they do not hold is kept for the next call. The result is valid until then.
  std::string_view convert(std::string_view bytes, std::uint64_t offset, bool last);

  // From what the last call gave to the source: characters that are the same byte are verbatim, every other is a run of
  // its own. The bytes that were given must still be there.
  SourceMap map() const;

 private:
  struct Close {
    void operator()(UConverter* converter) const;
  };

  void write_utf8();
  std::uint64_t source_of(std::size_t unit) const;

  std::unique_ptr<UConverter, Close> converter_;
  std::string_view bytes_;
  std::uint64_t offset_ = 0;
  std::uint64_t kept_ = 0;  // bytes of a character that began before `bytes_`
  std::uint64_t end_ = 0;   // of what the result stands for
  std::size_t size_ = 0;    // in units of UTF-16
  std::vector<char16_t> units_;
  std::vector<std::int32_t> offsets_;  // of each unit, into bytes_; negative for one that began before
  std::string utf8_;
};

}  // namespace weir::html
