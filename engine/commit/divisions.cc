#include "commit/divisions.h"

#include <algorithm>

namespace weir::commit {

Divisions::Divisions(const store::ReadStore& store) {
  for (store::StoredVolume& volume : store.volumes()) volumes_[volume.key.sink].push_back(std::move(volume));
}

// Nothing for a spool, which has no name.
const store::StoredVolume* Divisions::find(const Sink& sink, std::uint64_t entry) const {
  const auto found = volumes_.find(sink.volume.sink);
  if (found == volumes_.end()) return nullptr;
  const auto& volumes = found->second;
  const auto after =
      std::upper_bound(volumes.begin(), volumes.end(), entry,
                       [](std::uint64_t value, const auto& volume) { return value < volume.first_entry; });
  return after == volumes.begin() ? &volumes.front() : &*std::prev(after);
}

bool Divisions::by_completion(store::VolumeKey volume) const {
  const auto found = volumes_.find(volume.sink);
  return found != volumes_.end() && std::any_of(found->second.begin(), found->second.end(), [&](const auto& each) {
           return each.key == volume && each.by_completion;
         });
}

}  // namespace weir::commit
