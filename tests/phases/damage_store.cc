#include "damage_store.h"

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace weir::testing {
namespace {

namespace fs = std::filesystem;

void overwrite(const fs::path& path) {
  constexpr std::uintmax_t kPage = 4096;
  const std::uintmax_t size = fs::exists(path) ? fs::file_size(path) : 0;
  if (size <= kPage) return;
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(kPage));
  file << std::string(static_cast<std::size_t>(size - kPage), '\x7F');
}

}  // namespace

void damage_store(const std::string& fold_directory) {
  const fs::path store = fs::path(fold_directory).parent_path().parent_path() / "store.sqlite";
  overwrite(store);
  overwrite(store.string() + "-wal");
}

}  // namespace weir::testing
