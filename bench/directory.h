// A folder for one measurement, removed with all that is in it. Below TMPDIR, so that it can be put on the disk that is
// to be measured.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace weir::bench {

class Directory {
 public:
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "weir_bench_XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a folder: " + name);
    path_ = name;
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace weir::bench
