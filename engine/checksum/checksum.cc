#include "checksum/checksum.h"

#include <xxhash.h>

#include <array>
#include <cstdio>
#include <new>

namespace weir::checksum {
namespace {

XXH3_state_t* make_state() {
  XXH3_state_t* state = XXH3_createState();
  if (!state) throw std::bad_alloc();
  return state;
}

}  // namespace

void FreeChecksum::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

ExtentChecksum::ExtentChecksum() : state_(make_state()) { XXH3_64bits_reset(state_.get()); }

void ExtentChecksum::add(std::string_view bytes) { XXH3_64bits_update(state_.get(), bytes.data(), bytes.size()); }

std::uint64_t ExtentChecksum::value() const { return XXH3_64bits_digest(state_.get()); }

FileHash::FileHash() : state_(make_state()) { XXH3_128bits_reset(state_.get()); }

void FileHash::add(std::string_view bytes) { XXH3_128bits_update(state_.get(), bytes.data(), bytes.size()); }

std::string FileHash::value() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
  std::array<char, 33> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return digits.data();
}

std::string file_hash(std::string_view bytes) {
  FileHash hash;
  hash.add(bytes);
  return hash.value();
}

}  // namespace weir::checksum
