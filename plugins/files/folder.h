// A folder as it was read: what it holds that is wanted, in the byte order of the paths that the entries will have.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace weir::files {

// What a look at one name told.
struct Look {
  bool taken = false;
  bool is_link = false;
  int error = 0;  // as errno; then nothing below is known
  mode_t mode = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // since the epoch
};

// Of a name in an open directory; `flags` as fstatat takes them.
Look look_at(int directory, const std::string& name, int flags);

struct Folder;

struct Item {
  std::string name;
  Look look;
  std::unique_ptr<Folder> folder;  // where it is one
};

struct Folder {
  std::string location;
  std::string path;                            // below the root, with '/' at its end; empty for the root
  std::vector<std::pair<dev_t, ino_t>> above;  // the folders that lead here, to notice a link that leads back
  std::vector<Item> items;
  int error = 0;               // why not all of it could be read, as errno
  std::size_t unfinished = 1;  // tasks of its reader
};

}  // namespace weir::files
