#include "schedule/process_memory.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace weir::schedule {
namespace {

namespace fs = std::filesystem;

std::uint64_t unreclaimable_bytes_of(const fs::path& process) {
  std::ifstream status(process / "status");
  std::uint64_t bytes = 0;
  for (std::string key; status >> key;) {
    if (key == "RssAnon:" || key == "RssShmem:") {
      std::uint64_t kibibytes = 0;
      status >> kibibytes;
      bytes += kibibytes * 1024;
    }
    status.ignore(1024, '\n');
  }
  return bytes;
}

}  // namespace

std::uint64_t unreclaimable_bytes() { return unreclaimable_bytes_of("/proc/self"); }

// Each thread has children of its own.
std::uint64_t unreclaimable_bytes_with_children() {
  std::uint64_t bytes = unreclaimable_bytes();
  std::error_code none;
  for (fs::directory_iterator thread("/proc/self/task", none), end; !none && thread != end; thread.increment(none)) {
    std::ifstream children(thread->path() / "children");
    for (std::string child; children >> child;) bytes += unreclaimable_bytes_of("/proc/" + child);
  }
  return bytes;
}

}  // namespace weir::schedule
