// What a source listed, in one line: two listings with the same digest hold the same entries, of the same versions, in
// the same order. So that a million inputs can be found unchanged without reading a million rows of the store.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checksum/checksum.h"
#include "run/selection.h"

namespace weir::run {

class ListingDigest {
 public:
  void add(const ListedEntry& entry);
  // 32 hexadecimal digits.
  std::string value() const { return hash_.value(); }

 private:
  checksum::FileHash hash_;
  std::string line_;
};

// By the names of the source nodes.
using ListingDigests = std::map<std::string, std::string>;

ListingDigests digests_of(const graph::Specification& specification, const std::vector<Listed>& listing);

// Of what the sources list now; holds no entry for longer than it takes to add it.
ListingDigests digests_now(const graph::Specification& specification, const Selection& selection,
                           const Resources& resources);

}  // namespace weir::run
