// What a fold emits, on its way to the next phase: frames in the order in which they were emitted. Nothing of it counts
// before the store has what finish() returns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weir/document.h>

#include "checksum/checksum.h"
#include "commit/directory.h"
#include "store/output.h"

namespace weir::commit {

class FoldSpool {
 public:
  // Makes the file, or empties it. `volume` is that of the spool.
  FoldSpool(const std::filesystem::path& parts_directory, const std::string& name, store::VolumeKey volume);

  // Throws CommitError; SourceError where the document's content has to be read and cannot be.
  void add(const Document& document);

  // Makes all of it durable.
  void finish();
  const std::vector<store::Extent>& extents() const { return extents_; }
  store::PartLength length() const { return {volume_, written_}; }
  std::uint64_t documents() const { return documents_; }

 private:
  // Extents are read as wholes when their checksum is verified, and one row each is kept for them.
  static constexpr std::size_t kExtentBytes = std::size_t{8} << 20;

  void write_extent();

  Directory directory_;
  File file_;
  store::VolumeKey volume_;
  std::string frames_;
  std::uint64_t in_frames_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t documents_ = 0;
  std::vector<store::Extent> extents_;
};

}  // namespace weir::commit
