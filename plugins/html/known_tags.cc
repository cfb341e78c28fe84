#include "html/known_tags.h"

#include <algorithm>

#include "html/tag_key.h"

namespace weir::html {
namespace {

// Tags are looked at in pieces of 64 bytes.
constexpr std::size_t kMaxLookedAt = (KnownTags::kMaxBytes + 63) / 64 * 64;

}  // namespace

const KnownTags::Tag* KnownTags::find(const char* at, const char* end) {
  missed_bytes_ = {};
  const std::size_t length = tag_length(at, std::min(static_cast<std::size_t>(end - at), kMaxLookedAt));
  if (length == 0 || length > kMaxBytes) return nullptr;
  if (tags_ == nullptr) tags_ = std::make_unique<Tag[]>(std::size_t{1} << kSlotBits);
  Tag& tag = tags_[tag_hash(at, length) >> (64 - kSlotBits)];
  if (tag.length == length && same_tag(at, tag.bytes, length)) {
    tag.asked_for = true;
    return &tag;
  }
  missed_ = &tag;
  missed_bytes_ = {at, length};
  return nullptr;
}

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
  bytes.copy(missed_->bytes, bytes.size());
}

}  // namespace weir::html
