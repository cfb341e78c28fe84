// Names within the folder of an output directory where files wait for theirs.
//
// It lies in the output directory, so that giving a file its name is one rename on one file system, and what a crash
// leaves behind is found without a search. It goes with the lock when the run ends.
#pragma once

namespace weir::commit {

inline constexpr const char* kStagingDirectory = ".weir";
inline constexpr const char* kOutputLockFile = "lock";

}  // namespace weir::commit
