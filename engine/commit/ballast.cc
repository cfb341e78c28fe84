#include "commit/ballast.h"

#include <cstdint>
#include <optional>

#include "commit/directory.h"

namespace weir::commit {
namespace {

constexpr const char* kName = "ballast";
constexpr std::uint64_t kBytes = std::uint64_t{16} << 20;

}  // namespace

void Ballast::take() {
  const Directory directory(run_directory_);
  const std::optional<File> there = directory.find_file(kName);
  if (there && there->size() == kBytes) return;
  if (!directory.create_file(kName).reserve(kBytes)) directory.remove_file(kName);
}

bool Ballast::drop() {
  const Directory directory(run_directory_);
  if (!directory.find_file(kName)) return false;
  directory.remove_file(kName);
  directory.sync();
  return true;
}

}  // namespace weir::commit
