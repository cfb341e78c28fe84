#include "commit/fold_spool.h"

#include "batch/spool.h"

namespace weir::commit {

FoldSpool::FoldSpool(const std::filesystem::path& parts_directory, const std::string& name, store::VolumeKey volume)
    : directory_(Directory::make(parts_directory)), file_(directory_.create_file(name)), volume_(volume) {}

void FoldSpool::add(const Document& document) {
  batch::append_frame(document, frames_);
  ++in_frames_;
  ++documents_;
  if (frames_.size() >= kExtentBytes) write_extent();
}

void FoldSpool::finish() {
  if (!frames_.empty()) write_extent();
  file_.sync();
  directory_.sync();
}

void FoldSpool::write_extent() {
  checksum::ExtentChecksum checksum;
  checksum.add(frames_);
  store::Extent extent;
  extent.volume = volume_;
  // What a fold emits has no place among the documents that it took: its own order is kept.
  extent.first = {extents_.size(), 0};
  extent.offset = written_;
  extent.length = frames_.size();
  extent.records = in_frames_;
  extent.checksum = checksum.value();
  file_.write(written_, frames_);
  extents_.push_back(extent);
  written_ += frames_.size();
  frames_.clear();
  in_frames_ = 0;
}

}  // namespace weir::commit
