#include "commit/whole_file.h"

#include <vector>

#include "checksum/checksum.h"

namespace weir::commit {

bool is_file(const File& file, std::uint64_t size, const std::string& hash) {
  if (file.size() != size) return false;
  std::vector<char> buffer(std::size_t{1} << 20);
  checksum::FileHash actual;
  for (std::uint64_t offset = 0; offset < size;) {
    const std::size_t count = file.read(offset, buffer);
    if (count == 0) return false;
    actual.add({buffer.data(), count});
    offset += count;
  }
  return actual.value() == hash;
}

}  // namespace weir::commit
