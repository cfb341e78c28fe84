#include "manifest/row.h"

namespace weir::manifest {

void Faults::add(const Place& place, std::string_view what) {
  if (++count_ > kMostShown) return;
  if (!shown_.empty()) shown_ += '\n';
  shown_ += place.file + ":" + std::to_string(place.line) + ": ";
  shown_ += what;
}

std::string Faults::text() const {
  if (count_ <= kMostShown) return shown_;
  return shown_ + "\nand " + std::to_string(count_ - kMostShown) + " more";
}

}  // namespace weir::manifest
