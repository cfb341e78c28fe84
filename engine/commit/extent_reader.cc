#include "commit/extent_reader.h"

#include <algorithm>
#include <string>

#include "checksum/checksum.h"
#include "commit/error.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

}  // namespace

ExtentReader::ExtentReader() : buffer_(kBufferBytes) {}

void ExtentReader::read(const File& file, const store::Extent& extent,
                        const std::function<void(std::string_view)>& take) {
  VolumeFile plain(file, false);
  read(plain, extent, take);
}

void ExtentReader::read(VolumeFile& file, const store::Extent& extent,
                        const std::function<void(std::string_view)>& take) {
  checksum::ExtentChecksum checksum;
  for (std::uint64_t done = 0; done < extent.length;) {
    const std::size_t wanted = std::min<std::uint64_t>(buffer_.size(), extent.length - done);
    if (file.read(extent.offset + done, std::span(buffer_).first(wanted)) < wanted) {
      throw_damaged(file.path(), "ends within the extent at " + std::to_string(extent.offset));
    }
    const std::string_view bytes(buffer_.data(), wanted);
    checksum.add(bytes);
    done += wanted;
    if (done == extent.length && checksum.value() != extent.checksum && !mutant("checksum_not_verified")) {
      throw_damaged(file.path(), "the checksum of the extent at " + std::to_string(extent.offset) + " is wrong");
    }
    take(bytes);
  }
}

}  // namespace weir::commit
