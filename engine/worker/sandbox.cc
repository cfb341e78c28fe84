#include "worker/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "batch/descriptor.h"
#include "worker/system_call_filter.h"

namespace weir::worker {
namespace {

int landlock_version() {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 0 ? 0 : static_cast<int>(version);
}

// What Landlock of that version can forbid in file systems.
std::uint64_t rights(int version) {
  constexpr std::uint64_t kFirst = (std::uint64_t{1} << 13) - 1;
  constexpr std::uint64_t kRefer = std::uint64_t{1} << 13;     // since 2
  constexpr std::uint64_t kTruncate = std::uint64_t{1} << 14;  // since 3
  return kFirst | (version >= 2 ? kRefer : 0) | (version >= 3 ? kTruncate : 0);
}

bool allow_below(const batch::Descriptor& rules, const char* folder, std::uint64_t rights) {
  const batch::Descriptor opened(::open(folder, O_PATH | O_CLOEXEC));
  landlock_path_beneath_attr allowed{};
  allowed.allowed_access = rights;
  allowed.parent_fd = opened.number();
  return opened && ::syscall(SYS_landlock_add_rule, rules.number(), LANDLOCK_RULE_PATH_BENEATH, &allowed, 0) == 0;
}

// Everything may be read, whatever else is forbidden: the files of the input may lie anywhere.
bool only_read_files(int version, const std::string& writable) {
  constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  constexpr std::uint64_t kWrite = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG;
  landlock_ruleset_attr forbidden{};
  forbidden.handled_access_fs = rights(version);
  const batch::Descriptor rules(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &forbidden, sizeof(std::uint64_t), 0)));
  if (!rules || !allow_below(rules, "/", kRead)) return false;
  if (!writable.empty()) allow_below(rules, writable.c_str(), kRead | kWrite);
  return ::syscall(SYS_landlock_restrict_self, rules.number(), 0) == 0;
}

}  // namespace

Sandbox enter_sandbox(const std::string& writable) {
  Sandbox sandbox;
  sandbox.no_new_privileges = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (!sandbox.no_new_privileges) return sandbox;
  const int version = landlock_version();
  if (version > 0 && only_read_files(version, writable)) sandbox.landlock = version;
  sandbox.system_calls = filter_system_calls();
  return sandbox;
}

Sandbox sandbox_here() {
  Sandbox sandbox;
  sandbox.no_new_privileges = ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) >= 0;
  sandbox.landlock = landlock_version();
  sandbox.system_calls = can_filter_system_calls();
  return sandbox;
}

std::string describe(const Sandbox& sandbox) {
  std::string text = sandbox.no_new_privileges ? "no new privileges" : "new privileges not forbidden";
  text += sandbox.landlock > 0 ? ", files read-only (Landlock " + std::to_string(sandbox.landlock) + ")"
                               : ", files not protected: no Landlock";
  text += sandbox.system_calls ? ", system calls filtered" : ", system calls not filtered";
  return text;
}

}  // namespace weir::worker
