#include "schedule/process_memory.h"

#include <fstream>
#include <string>

namespace weir::schedule {

std::uint64_t unreclaimable_bytes() {
  std::ifstream status("/proc/self/status");
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

}  // namespace weir::schedule
