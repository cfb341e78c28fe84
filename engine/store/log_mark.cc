#include "store/log_mark.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "checksum/checksum.h"
#include "store/error.h"

namespace weir::store {
namespace fs = std::filesystem;
namespace {

// Begins with the header of the log: other salts are another log.
// https://www.sqlite.org/fileformat2.html#walformat
constexpr std::size_t kHeader = 32;

struct LogStart {
  std::string header;
  std::uint64_t checksum = 0;
};

fs::path log_of(const fs::path& database) { return database.string() + "-wal"; }
fs::path mark_of(const fs::path& database) { return database.string() + "-moving"; }

// The first `size` bytes of a log; nothing where it has not so many.
std::optional<LogStart> read_start(const fs::path& log, std::uint64_t size) {
  std::ifstream in(log, std::ios::binary);
  std::string piece(std::size_t{64} << 10, '\0');
  checksum::ExtentChecksum checksum;
  LogStart start;
  while (size > 0) {
    in.read(piece.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(size, piece.size())));
    const auto got = static_cast<std::size_t>(in.gcount());
    if (got == 0) return std::nullopt;
    checksum.add(std::string_view(piece).substr(0, got));
    if (start.header.empty()) start.header = piece.substr(0, std::min(got, kHeader));
    size -= got;
  }
  start.checksum = checksum.value();
  return start;
}

std::uint64_t checksum_of(std::string_view text) {
  checksum::ExtentChecksum checksum;
  checksum.add(text);
  return checksum.value();
}

struct Mark {
  std::string header;
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
};

std::string numbers_of(const Mark& mark) { return std::to_string(mark.size) + " " + std::to_string(mark.checksum); }

std::optional<Mark> read_mark(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  Mark mark;
  std::uint64_t own = 0;
  mark.header.resize(kHeader);
  if (!in.read(mark.header.data(), kHeader) || !(in >> mark.size >> mark.checksum >> own)) return std::nullopt;
  return own == checksum_of(mark.header + numbers_of(mark)) ? std::optional(mark) : std::nullopt;
}

}  // namespace

void mark_log(const fs::path& database) {
  std::error_code none;
  const std::uint64_t size = fs::file_size(log_of(database), none);
  if (none || size < kHeader) return;
  const auto start = read_start(log_of(database), size);
  if (!start) return;
  const Mark mark{start->header, size, start->checksum};
  const std::string text =
      mark.header + numbers_of(mark) + " " + std::to_string(checksum_of(mark.header + numbers_of(mark))) + "\n";
  const int file = ::open(mark_of(database).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return;
  if (::write(file, text.data(), text.size()) < 0) {
    // Then there is no mark, or half of one, which says nothing.
  }
  ::close(file);
}

void unmark_log(const fs::path& database) { ::unlink(mark_of(database).c_str()); }

void unmark_emptied_log(const fs::path& database) {
  std::error_code none;
  if (fs::file_size(log_of(database), none) == 0 || none) unmark_log(database);
}

LogState check_marked_log(const fs::path& database) {
  std::error_code none;
  if (!fs::exists(mark_of(database), none)) return LogState::whole;
  const std::optional<Mark> mark = read_mark(mark_of(database));
  if (!mark) return LogState::unknown;
  const auto header = read_start(log_of(database), kHeader);
  // It was emptied, and may have begun anew; or else it was damaged just there.
  if (!header || header->header != mark->header) return LogState::unknown;
  const auto start = read_start(log_of(database), mark->size);
  if (start && start->checksum == mark->checksum) return LogState::whole;
  throw StoreError(StoreError::Kind::failed,
                   "the log of the store was damaged while it was moved into the file: " + log_of(database).string() +
                       ": start over with --fresh, or put the run directory back from a backup");
}

}  // namespace weir::store
