// Reads what tags mean: from their attributes, or from memory. Lives as long as its stage, so that what one page taught
// helps with the next; what it answers never depends on that.
#pragma once

#include "html/css.h"
#include "html/known_tags.h"
#include "html/tag.h"
#include "html/tag_meaning.h"

namespace weir::html {

class TagReader {
 public:
  TagMeaning read(const StartTag& tag);
  TagMeaning read(const EndTag& tag);

  // The tag that begins at `at`, where it was remembered; else null.
  const KnownTags::Tag* known(const char* at, const char* end) { return known_.find(at, end); }

 private:
  LookChange change_of(const StartTag& tag);

  StyleCache styles_;
  KnownTags known_;
};

}  // namespace weir::html
