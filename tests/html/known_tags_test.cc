#include "html/known_tags.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::html {
namespace {

TagMeaning meaning(std::uint32_t name) {
  TagMeaning meaning;
  meaning.name = name;
  return meaning;
}

// The tag that begins a page; bytes follow, as they do but for the last tags of a piece.
const KnownTags::Tag* find(KnownTags& tags, const std::string& tag) {
  static std::string page;
  page = tag + std::string(64, '.');
  return tags.find(page.data(), page.data() + page.size());
}

// Asks for a tag, and says what it means where it is not known, as the reader of a page does.
void read(KnownTags& tags, const std::string& tag, std::uint32_t name) {
  const std::string page = tag + std::string(64, '.');
  if (tags.find(page.data(), page.data() + page.size()) != nullptr) return;
  tags.remember(std::string_view(page).substr(0, tag.size()), meaning(name));
}

TEST(KnownTags, RemembersTagsOfAnyLengthByAllOfTheirBytes) {
  for (std::size_t length = 3; length <= KnownTags::kMaxBytes; ++length) {
    KnownTags tags;
    const std::string tag = "<" + std::string(length - 2, 'p') + ">";
    EXPECT_EQ(find(tags, tag), nullptr) << length;
    read(tags, tag, static_cast<std::uint32_t>(length));
    const KnownTags::Tag* const known = find(tags, tag);
    ASSERT_NE(known, nullptr) << length;
    EXPECT_EQ(known->meaning.name, length);
    EXPECT_EQ(known->length, length);
    for (std::size_t at = 1; at + 1 < length; ++at) {
      std::string other = tag;
      other[at] = 'q';
      EXPECT_EQ(find(tags, other), nullptr) << length << " " << at;
    }
  }
}

TEST(KnownTags, ForgetLongTags) {
  KnownTags tags;
  const std::string tag = "<" + std::string(KnownTags::kMaxBytes, 'p') + ">";
  read(tags, tag, 1);
  EXPECT_EQ(find(tags, tag), nullptr);
}

TEST(KnownTags, NeverEndATagInsideOfQuotes) {
  KnownTags tags;
  const std::string tag = "<p title='>'>";
  read(tags, tag, 1);
  EXPECT_EQ(find(tags, tag), nullptr);
  EXPECT_EQ(find(tags, "<p title='>"), nullptr);
}

TEST(KnownTags, KnowNothingWhoseEndIsNotThere) {
  KnownTags tags;
  read(tags, "<p>", 1);
  const std::string_view page = "<p";
  EXPECT_EQ(tags.find(page.data(), page.data() + page.size()), nullptr);
}

TEST(KnownTags, KeepWhatIsAskedForAmongTagsThatComeOnce) {
  KnownTags tags;
  read(tags, "<p>", 1);
  for (int i = 0; i < 100000; ++i) {
    read(tags, "<a id=" + std::to_string(i) + ">", 2);
    ASSERT_NE(find(tags, "<p>"), nullptr) << i;
  }
}

TEST(KnownTags, ForgetWhatIsNotAskedForAnyMore) {
  KnownTags tags;
  read(tags, "<p>", 1);
  for (int i = 0; i < 100000; ++i) read(tags, "<a id=" + std::to_string(i) + ">", 2);
  EXPECT_EQ(find(tags, "<p>"), nullptr);
}

}  // namespace
}  // namespace weir::html
