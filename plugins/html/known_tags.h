// What tags mean, remembered by their bytes. Of the tags in 20 annual reports 97 % stand in the same file before, byte
// for byte, so that nearly all tags need not be taken apart: their end is found, and their bytes are compared.
//
// A tag is remembered if its first `>` ends it, so that one search finds how long a tag is that may be known. Of
// bounded size; what is forgotten is read anew, so that nothing depends on what is known. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "html/tag_key.h"
#include "html/tag_meaning.h"

namespace weir::html {

class KnownTags {
 public:
  // Longer tags are not remembered: one in 1,200 is.
  static constexpr std::size_t kMaxBytes = 240;
  // The length of no tag.
  static constexpr std::uint8_t kFree = 255;

  struct alignas(64) Tag {
    TagMeaning meaning;
    std::uint8_t length = kFree;
    bool asked_for = false;                   // since another wanted its place
    alignas(kTagLane) char bytes[kMaxBytes];  // zeros behind the tag, up to a multiple of sixteen
  };
  // An odd number of cache lines: of an even one, those where tags begin would crowd in a part of the cache.
  static_assert(sizeof(Tag) == 5 * 64);

  // The tag that begins with the `<` at `at`; null where it is not known or does not end well before `end`. Valid until
  // the next call of remember().
  const Tag* find(const char* at, const char* end) {
    const TagKey key(at, end, kMaxBytes);
    Tag* const tag = tags_.get() + key.slot<kSlotBits>();
    if (tag->length == key.length() && key.equals(at, tag->bytes)) {
      tag->asked_for = true;
      return tag;
    }
    missed_ = tag;
    missed_bytes_ = {at, key.length()};
    return nullptr;
  }

  // `bytes` is a whole tag. Remembers it where it is the one that find() was asked for last.
  void remember(std::string_view bytes, const TagMeaning& meaning);

 private:
  static constexpr int kSlotBits = 11;

  std::unique_ptr<Tag[]> tags_ = std::make_unique<Tag[]>(std::size_t{1} << kSlotBits);
  Tag* missed_ = nullptr;  // where the tag belongs that was not found last
  std::string_view missed_bytes_;
};

}  // namespace weir::html
