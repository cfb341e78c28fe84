// Which volume of a sink the output of a batch belongs to: that of the entries that it begins with, by the division in
// the store. So a document that left its batch stays in its volume.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "commit/sink.h"
#include "store/read_store.h"

namespace weir::commit {

class Divisions {
 public:
  Divisions() = default;
  explicit Divisions(const store::ReadStore& store);

  // `entry` is the first of the batch.
  const store::StoredVolume* find(const Sink& sink, std::uint64_t entry) const;
  // False for a spool.
  bool by_completion(store::VolumeKey volume) const;

 private:
  std::map<std::uint64_t, std::vector<store::StoredVolume>> volumes_;  // by sink, in the order of their entries
};

}  // namespace weir::commit
