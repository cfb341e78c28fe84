// Finds the files below a folder.
//
// Symbolic links are passed over unless they are to be followed; a folder that is reached again from within itself is
// not entered a second time. What cannot be read is listed too, so that it is accounted for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <weir/listing.h>
#include <weir/units.h>

#include "glob/glob.h"

namespace weir::files {

struct Selection {
  std::vector<glob::Glob> include;
  std::vector<glob::Glob> exclude;  // also of folders, with all that lies below
  std::uint64_t max_size = 0;       // bytes; 0: no limit
  bool follow_links = false;

  bool takes(std::string_view path) const;
  bool enters(std::string_view folder) const;
};

// The entry for one path on disk, whatever lies there: a refusal where it is not a regular file, or too large.
// `path` is the identity. Throws ListingError where nothing is there.
ListedEntry entry_for(const std::string& location, std::string path, const Selection& selection);

// All entries below `folder` that the selection takes, in the byte order of their paths, each given to `take` on the
// calling thread. Files are looked at on several threads, for that is nearly all of the time that a large folder takes.
// Throws ListingError where the folder itself cannot be read; folders below it that cannot are entries
// `unreadable_folder`.
void walk(const std::string& folder, const Selection& selection, const std::function<void(ListedEntry)>& take);

}  // namespace weir::files
