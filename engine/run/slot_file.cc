#include "run/slot_file.h"

#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "commit/directory.h"
#include "commit/error.h"

namespace weir::run {
namespace {

constexpr const char* kName = "slots";
// More than any run has threads: those that wait on something outside are the most.
constexpr std::size_t kSlots = 1024;
constexpr std::size_t kHeader = sizeof(batch::Slot);
constexpr std::size_t kBytes = kHeader + kSlots * sizeof(batch::Slot);
// What the first bytes of the file are: another layout has another number.
constexpr std::string_view kMagic = "weir slots 1\n";

std::string empty_file() {
  std::string bytes(kBytes, '\0');
  bytes.replace(0, kMagic.size(), kMagic);
  return bytes;
}

}  // namespace

SlotFile::SlotFile(const std::filesystem::path& run_directory) : path_(run_directory / kName) {
  read_earlier();
  map();
}

SlotFile::~SlotFile() {
  if (mapping_) ::munmap(mapping_, kBytes);
  std::error_code ignored;  // the next start finds empty slots
  std::filesystem::remove(path_, ignored);
}

void SlotFile::read_earlier() {
  const std::optional<commit::File> file = commit::Directory(path_.parent_path()).find_file(kName);
  if (!file) return;
  std::string bytes(kBytes, '\0');
  if (file->read(0, bytes) != kBytes || !bytes.starts_with(kMagic)) return;
  for (std::size_t i = 0; i < kSlots; ++i) {
    batch::Slot slot;
    std::memcpy(static_cast<void*>(&slot), bytes.data() + kHeader + i * sizeof(slot), sizeof(slot));
    if (const auto occupant = batch::occupant_of(slot)) found_.push_back(*occupant);
  }
}

// Written before it is mapped: a store to a mapped page for which the disk has no room would be a signal.
void SlotFile::map() {
  try {
    commit::File file = commit::Directory(path_.parent_path()).create_file(kName);
    file.write(0, empty_file());
    const batch::Descriptor descriptor = std::move(file).release();
    mapping_ = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.number(), 0);
  } catch (const commit::CommitError& error) {
    if (error.kind() != commit::CommitError::Kind::disk_full) throw;
    return;
  }
  if (mapping_ == MAP_FAILED) {
    mapping_ = nullptr;
    commit::throw_system_error("map", path_, errno);
  }
  auto* slots = reinterpret_cast<batch::Slot*>(static_cast<char*>(mapping_) + kHeader);
  slots_ = std::make_unique<batch::Slots>(std::span(slots, kSlots));
}

}  // namespace weir::run
