// Whether code may be taken from a file: only where nobody but its user and root could have put it there.
#pragma once

#include <optional>
#include <string>

namespace weir::plugin {

// What is wrong with a file or directory, or nothing. It must belong to root or to the user who runs this process, and
// no one else may write to it: neither others nor a group, unless that group is private to the user (it bears the
// user's name and has no other member, as Debian sets it up).
std::optional<std::string> why_not_trusted(const std::string& path);

}  // namespace weir::plugin
