#include "commit/error.h"

#include <cerrno>
#include <system_error>

namespace weir::commit {
namespace {

CommitError::Kind kind_of(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return CommitError::Kind::disk_full;
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
    case EEXIST:
    case ENOTEMPTY:
    case ELOOP:
    case EXDEV:
    case ENAMETOOLONG:
    case EFBIG:
      return CommitError::Kind::cannot_write;
    default:
      return CommitError::Kind::input_output;
  }
}

}  // namespace

void throw_system_error(const char* purpose, const std::filesystem::path& path, int error) {
  throw CommitError(kind_of(error), std::string("cannot ") + purpose + ": " + path.string() + ": " +
                                        std::generic_category().message(error));
}

void throw_damaged(const std::filesystem::path& path, const std::string& what) {
  throw CommitError(CommitError::Kind::input_output, "file is not as the store says: " + path.string() + ": " + what);
}

}  // namespace weir::commit
