#include "html/known_tags.h"

#include <cstring>

namespace weir::html {

void KnownTags::remember(std::string_view bytes, const TagMeaning& meaning) {
  // Other tags are those that a piece of the input ends in, and those whose first `>` stands in quotes.
  if (bytes.data() != missed_bytes_.data() || bytes.size() != missed_bytes_.size()) return;
  // Tags that stand on a page but once, as those with an `id` do, must not push out what stands there often.
  if (missed_->asked_for) {
    missed_->asked_for = false;
    return;
  }
  missed_->meaning = meaning;
  missed_->length = static_cast<std::uint8_t>(bytes.size());
  const std::size_t padded = (bytes.size() + kTagLane - 1) / kTagLane * kTagLane;
  std::memset(missed_->bytes + padded - kTagLane, 0, kTagLane);
  bytes.copy(missed_->bytes, bytes.size());
}

}  // namespace weir::html
