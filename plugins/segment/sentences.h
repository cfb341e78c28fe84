// Divides text into sentences, by ICU's rules for English and a list of abbreviations that end none.
//
// Holds a break iterator, which is slow to make: one for an instance of the stage, used by one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include <unicode/brkiter.h>
#include <unicode/utext.h>

namespace weir::segment {

class Sentences {
 public:
  // Throws std::runtime_error where ICU has no data for sentences.
  Sentences();
  ~Sentences();
  Sentences(const Sentences&) = delete;
  Sentences& operator=(const Sentences&) = delete;

  // Where the sentences of a text end: ascending offsets, each behind the white space that follows the sentence, the
  // last of them the size of the text.
  std::vector<std::size_t> ends(std::string_view text);

 private:
  std::unique_ptr<icu::BreakIterator> iterator_;
  UText utext_ = UTEXT_INITIALIZER;
};

}  // namespace weir::segment
