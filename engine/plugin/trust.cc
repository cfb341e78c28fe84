#include "plugin/trust.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>
#include <vector>

namespace weir::plugin {
namespace {

std::string user_name(uid_t user) {
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
  return found ? found->pw_name : std::string();
}

bool is_private_group(gid_t id, uid_t user) {
  std::vector<char> buffer(65536);
  group entry{};
  group* found = nullptr;
  getgrgid_r(id, &entry, buffer.data(), buffer.size(), &found);
  if (!found) return false;
  const std::string name = user_name(user);
  for (char** member = found->gr_mem; *member; ++member) {
    if (name != *member) return false;
  }
  return !name.empty() && name == found->gr_name;
}

std::string octal(mode_t mode) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%04o", mode & 07777U);
  return digits.data();
}

}  // namespace

std::optional<std::string> why_not_trusted(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return "cannot be looked at: " + std::generic_category().message(errno);
  const uid_t user = geteuid();
  if (status.st_uid != 0 && status.st_uid != user) {
    return "belongs to another user (" + std::to_string(status.st_uid) + "), who could change what it does";
  }
  if (status.st_mode & S_IWOTH) return "others may write to it (mode " + octal(status.st_mode) + "): chmod o-w";
  if ((status.st_mode & S_IWGRP) && !is_private_group(status.st_gid, user)) {
    return "its group may write to it (mode " + octal(status.st_mode) + "): chmod g-w";
  }
  return std::nullopt;
}

}  // namespace weir::plugin
