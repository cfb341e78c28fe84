#include "run/listing_digest.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace weir::run {
namespace {

ListedEntry entry(const std::string& path) {
  ListedEntry entry;
  entry.path = path;
  entry.size = 10;
  entry.modified_ns = 5;
  return entry;
}

std::string digest(const std::vector<ListedEntry>& entries) {
  ListingDigest digest;
  for (const ListedEntry& each : entries) digest.add(each);
  return digest.value();
}

TEST(ListingDigest, IsTheSameForTheSameListing) {
  EXPECT_EQ(digest({entry("a"), entry("b")}), digest({entry("a"), entry("b")}));
}

TEST(ListingDigest, IsAnotherForWhateverMakesAnEntryAnotherOne) {
  const std::vector<std::function<void(ListedEntry&)>> changes{
      [](ListedEntry& entry) { entry.path = "c"; },
      [](ListedEntry& entry) { entry.member = "c"; },
      [](ListedEntry& entry) { entry.size = 11; },
      [](ListedEntry& entry) { entry.modified_ns = -5; },
      [](ListedEntry& entry) { entry.records.begin = 1; },
      [](ListedEntry& entry) { entry.records.end = 1; },
      [](ListedEntry& entry) { entry.refusal = ListedEntry::Refusal{}; },
  };
  std::set<std::string> digests{digest({entry("a"), entry("b")})};
  for (const auto& change : changes) {
    std::vector<ListedEntry> entries{entry("a"), entry("b")};
    change(entries.back());
    digests.insert(digest(entries));
  }
  EXPECT_EQ(digests.size(), changes.size() + 1);
}

TEST(ListingDigest, IsAnotherForAnotherOrderAndForMoreOrFewerEntries) {
  const std::set<std::string> digests{digest({}), digest({entry("a")}), digest({entry("a"), entry("b")}),
                                      digest({entry("b"), entry("a")}), digest({entry("a"), entry("a")})};
  EXPECT_EQ(digests.size(), 5u);
}

// "ab" and "c", or "a" and "bc".
TEST(ListingDigest, KnowsWhereAPathEndsAndAMemberBegins) {
  ListedEntry one = entry("ab");
  one.member = "c";
  ListedEntry other = entry("a");
  other.member = "bc";
  EXPECT_NE(digest({one}), digest({other}));
}

TEST(ListingDigest, IgnoresWhereAFileLies) {
  ListedEntry moved = entry("a");
  moved.location = "/elsewhere/a";
  EXPECT_EQ(digest({moved}), digest({entry("a")}));
}

}  // namespace
}  // namespace weir::run
