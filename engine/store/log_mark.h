// What the log of a database was when its pages began to be moved into the file: kept beside it meanwhile, so that a
// log that was damaged amid a checkpoint is noticed. Then the file has pages that the log has no more, and neither
// state is there as a whole; SQLite would read on with a mixture.
//
// It is a precaution, and not synced: after a loss of power it may be missing, or garbage, and then says nothing.
#pragma once

#include <filesystem>

namespace weir::store {

// Writes it, where there is a log. Errors are ignored.
void mark_log(const std::filesystem::path& database);

// When the log has been emptied.
void unmark_log(const std::filesystem::path& database);

// The same where it is not known whether it has been.
void unmark_emptied_log(const std::filesystem::path& database);

enum class LogState {
  whole,    // nothing was being moved, or all that was is still there
  unknown,  // it is not the log of the mark, or the mark cannot be read
};

// Before anything opens the database. Throws StoreError where the log is the one of the mark, and not whole. The log
// may have grown since.
LogState check_marked_log(const std::filesystem::path& database);

}  // namespace weir::store
