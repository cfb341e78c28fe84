#include "html/charset_detector.h"

#include <unicode/ucsdet.h>

#include <algorithm>
#include <memory>

#include "html/bytes.h"

namespace weir::html {
namespace {

// ICU looks at no more; and how much of it stands before the first byte that tells anything.
constexpr std::size_t kSampleBytes = 8000;
constexpr std::size_t kSampleBytesBefore = 1000;

// Of 100. Real pages in one language have 30 and more; where fewer than that speaks for any, windows-1252 is as likely.
constexpr int kLeastConfidence = 30;

std::string_view sample_of(std::string_view beginning) {
  const char* const end = beginning.data() + beginning.size();
  const auto first = static_cast<std::size_t>(find_beyond_ascii(beginning.data(), end) - beginning.data());
  if (first == beginning.size()) return beginning.substr(0, kSampleBytes);
  // At an even place, so that the halves of UTF-16 stay together.
  const std::size_t begin = (first - std::min(first, kSampleBytesBefore)) / 2 * 2;
  return beginning.substr(begin, kSampleBytes);
}

}  // namespace

const Charset* detected_charset(std::string_view beginning) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  const std::string_view sample = sample_of(beginning);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  // Tags are ASCII in every encoding that is left, and would only be counted as English.
  ucsdet_enableInputFilter(detector.get(), true);
  const UCharsetMatch* const match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return nullptr;
  if (ucsdet_getConfidence(match, &status) < kLeastConfidence) return nullptr;
  const char* const name = ucsdet_getName(match, &status);
  return U_FAILURE(status) ? nullptr : charset_of(name);
}

}  // namespace weir::html
