#include "segment/sentences.h"

#include <stdexcept>
#include <string>

#include "segment/abbreviations.h"

namespace weir::segment {
namespace {

void check(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw std::runtime_error(std::string(what) + ": " + u_errorName(status));
}

}  // namespace

Sentences::Sentences() {
  UErrorCode status = U_ZERO_ERROR;
  iterator_.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getEnglish(), status));
  check(status, "cannot make ICU's break iterator for sentences");
}

Sentences::~Sentences() { utext_close(&utext_); }

std::vector<std::size_t> Sentences::ends(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  utext_openUTF8(&utext_, text.data(), static_cast<std::int64_t>(text.size()), &status);
  iterator_->setText(&utext_, status);
  check(status, "cannot divide text into sentences");
  std::vector<std::size_t> ends;
  std::size_t sentence = 0;
  iterator_->first();
  for (std::int32_t at = iterator_->next(); at != icu::BreakIterator::DONE; at = iterator_->next()) {
    const auto end = static_cast<std::size_t>(at);
    const bool is_last = end == text.size();
    if (!is_last && !ends_sentence(text.substr(sentence, end - sentence), text.substr(end))) continue;
    ends.push_back(end);
    sentence = end;
  }
  return ends;
}

}  // namespace weir::segment
