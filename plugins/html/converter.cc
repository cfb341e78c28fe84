#include "html/converter.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

#include <stdexcept>

#include "html/character_reference.h"

namespace weir::html {
namespace {

// No byte is more than two units. Those that were kept from before are few.
constexpr std::size_t kMaxUnits = 2 * Converter::kMaxPieceBytes + 64;

// As the Encoding standard does, where ICU by itself has a control character for some.
void replace_fault(const void*, UConverterToUnicodeArgs* arguments, const char*, int32_t,
                   UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  constexpr char16_t kReplacement = 0xFFFD;
  ucnv_cbToUWriteUChars(arguments, &kReplacement, 1, 0, status);
}

}  // namespace

void Converter::Close::operator()(UConverter* converter) const { ucnv_close(converter); }

Converter::Converter(const Charset& charset) {
  UErrorCode status = U_ZERO_ERROR;
  converter_.reset(ucnv_open(charset.converter, &status));
  if (U_FAILURE(status)) throw std::runtime_error("no converter for the encoding " + std::string(charset.name));
  ucnv_setToUCallBack(converter_.get(), replace_fault, nullptr, nullptr, nullptr, &status);
  units_.resize(kMaxUnits);
  offsets_.resize(kMaxUnits);
}

std::string_view Converter::convert(std::string_view bytes, std::uint64_t offset, bool last) {
  UErrorCode status = U_ZERO_ERROR;
  kept_ = static_cast<std::uint64_t>(ucnv_toUCountPending(converter_.get(), &status));
  bytes_ = bytes;
  offset_ = offset;
  const char* from = bytes.data();
  char16_t* to = units_.data();
  ucnv_toUnicode(converter_.get(), &to, to + units_.size(), &from, from + bytes.size(), offsets_.data(), last, &status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("cannot convert: ") + u_errorName(status));
  size_ = static_cast<std::size_t>(to - units_.data());
  status = U_ZERO_ERROR;
  end_ = offset + bytes.size() - static_cast<std::uint64_t>(ucnv_toUCountPending(converter_.get(), &status));
  write_utf8();
  return utf8_;
}

void Converter::write_utf8() {
  utf8_.clear();
  for (std::size_t at = 0; at < size_;) {
    char32_t code_point = 0;
    U16_NEXT(units_.data(), at, size_, code_point);
    append_utf8(code_point, utf8_);
  }
}

std::uint64_t Converter::source_of(std::size_t unit) const {
  if (unit == size_) return end_;
  return offsets_[unit] < 0 ? offset_ - kept_ : offset_ + static_cast<std::uint64_t>(offsets_[unit]);
}

SourceMap Converter::map() const {
  SourceMap map;
  std::string character;
  for (std::size_t at = 0; at < size_;) {
    const std::uint64_t begin = source_of(at);
    character.clear();
    // What comes from the same bytes is one character to the map: surrogates, and letters with their marks.
    do {
      char32_t code_point = 0;
      U16_NEXT(units_.data(), at, size_, code_point);
      append_utf8(code_point, character);
    } while (source_of(at) == begin && at != size_);
    const std::uint64_t end = source_of(at);
    const bool same = end == begin + 1 && begin >= offset_ && character.size() == 1 &&
                      character[0] == bytes_[static_cast<std::size_t>(begin - offset_)];
    if (same) {
      map.append_verbatim(1, begin);
    } else {
      map.append_rewritten(character.size(), begin, end - begin);
    }
  }
  return map;
}

}  // namespace weir::html
