// Reads extents and checks them: what was read is what was committed, or an error names the file.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "commit/file.h"
#include "commit/volume_file.h"
#include "store/output.h"

namespace weir::commit {

class ExtentReader {
 public:
  ExtentReader();

  // Gives the bytes in pieces. An extent of up to one buffer is checked before any of it is given; of a longer one the
  // last piece is held back by the error, so whoever copies must not keep what came before.
  void read(VolumeFile& file, const store::Extent& extent, const std::function<void(std::string_view)>& take);
  // Of a part.
  void read(const File& file, const store::Extent& extent, const std::function<void(std::string_view)>& take);

 private:
  std::vector<char> buffer_;
};

}  // namespace weir::commit
