#include "batch/content_hash.h"

namespace weir::batch {

// Of nothing, nothing needs to be read.
ContentHash::ContentHash(std::uint64_t size) : size_(size) {
  if (size == 0) value_ = checksum::file_hash({});
}

void ContentHash::add(std::uint64_t offset, std::string_view bytes) {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || !value_.empty() || size_ == 0) return;
  const std::uint64_t end = offset + bytes.size();
  if (offset > seen_ || end <= seen_) return;
  bytes.remove_prefix(static_cast<std::size_t>(seen_ - offset));
  seen_ = end;
  if (!unfinished_ && bytes.size() == size_) {
    value_ = checksum::file_hash(bytes);
    return;
  }
  if (!unfinished_) unfinished_ = std::make_unique<checksum::FileHash>();
  unfinished_->add(bytes);
  if (seen_ < size_) return;
  value_ = unfinished_->value();
  unfinished_.reset();
}

}  // namespace weir::batch
