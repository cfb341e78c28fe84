#include "run/listing_digest.h"

#include <array>
#include <bit>

namespace weir::run {
namespace {

// Eight bytes each, so that no two lists of numbers make the same text.
void append(std::string& line, std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(number >> 8 * i & 0xFF);
  line.append(bytes.data(), bytes.size());
}

void append(std::string& line, const std::string& text) {
  append(line, std::uint64_t{text.size()});
  line += text;
}

}  // namespace

void ListingDigest::add(const ListedEntry& entry) {
  line_.clear();
  append(line_, entry.path);
  append(line_, entry.member);
  append(line_, entry.size);
  append(line_, std::bit_cast<std::uint64_t>(entry.modified_ns));
  append(line_, entry.records.begin);
  append(line_, entry.records.end);
  append(line_, std::uint64_t{entry.refusal.has_value()});
  // Only where there is something, so that listings without have the digests that they always had.
  if (!entry.attached.empty()) append(line_, entry.attached);
  hash_.add(line_);
}

ListingDigests digests_of(const graph::Specification& specification, const std::vector<Listed>& listing) {
  ListingDigests digests;
  for (const Listed& listed : listing) {
    ListingDigest digest;
    for (const ListedEntry& entry : listed.entries) digest.add(entry);
    digests[specification.nodes[listed.node].id] = digest.value();
  }
  return digests;
}

ListingDigests digests_now(const graph::Specification& specification, const Selection& selection,
                           const Resources& resources) {
  std::map<std::size_t, ListingDigest> digests;
  visit_sources(specification, selection, resources,
                [&](std::size_t node, const ListedEntry& entry) { digests[node].add(entry); });
  ListingDigests values;
  for (const std::size_t node : source_nodes(specification))
    values[specification.nodes[node].id] = digests[node].value();
  return values;
}

}  // namespace weir::run
