// A file system of a few megabytes, to be filled.
#pragma once

#include <sys/mount.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "store/temporary_directory.h"

namespace weir::test {

class SmallDisk {
 public:
  // Mounting takes privileges; where they are missing, mounted() is false and the test is skipped.
  explicit SmallDisk(std::uint64_t bytes) {
    const std::string options = "size=" + std::to_string(bytes);
    mounted_ = ::mount("weir-test", directory_.path().c_str(), "tmpfs", 0, options.c_str()) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount2(directory_.path().c_str(), MNT_DETACH);
  }

  bool mounted() const { return mounted_; }
  const std::filesystem::path& path() const { return directory_.path(); }

  // Leaves no more than `bytes` free, by a file called `ballast`.
  void fill_up_to(std::uint64_t bytes) const {
    const std::uint64_t free = std::filesystem::space(path()).available;
    std::ofstream ballast(path() / "ballast", std::ios::binary | std::ios::app);
    if (free > bytes) ballast << std::string(free - bytes, 'x');
  }
  void make_room() const { std::filesystem::remove(path() / "ballast"); }

 private:
  TemporaryDirectory directory_;
  bool mounted_ = false;
};

}  // namespace weir::test
