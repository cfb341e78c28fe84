// Opens files below a directory and nowhere else: a name never leads out of it by "..", through a symbolic link, or
// onto another file system.
#pragma once

#include <string>

#include "batch/descriptor.h"

namespace weir::commit {

// As openat(2), with `flags` for the last part of the name and O_CLOEXEC added; new files get `mode`, less the umask.
// Where it fails, errno says why: ELOOP for a symbolic link, EXDEV for a name that leads out.
batch::Descriptor open_beneath(int directory, const std::string& name, int flags, unsigned mode);

// The same without openat2(2), which kernels before 5.6 and some sandboxes lack: one part of the name after the other.
batch::Descriptor open_beneath_by_parts(int directory, const std::string& name, int flags, unsigned mode);

}  // namespace weir::commit
