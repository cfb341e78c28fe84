#include "commit/directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "commit/beneath.h"
#include "commit/error.h"
#include "commit/uninterrupted.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFileMode = 0666;       // less the umask
constexpr mode_t kDirectoryMode = 0777;  // less the umask
constexpr const char* kOpenDirectory = "open the directory";

}  // namespace

Directory::Directory(const fs::path& path)
    : descriptor_(uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); })),
      path_(path) {
  if (!descriptor_) throw_system_error(kOpenDirectory, path, errno);
}

Directory Directory::make(const fs::path& path) {
  const fs::path absolute = fs::absolute(path).lexically_normal();
  std::error_code ignored;
  if (!fs::is_directory(absolute, ignored)) {
    const Directory above =
        make(absolute.has_filename() ? absolute.parent_path() : absolute.parent_path().parent_path());
    if (::mkdir(absolute.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
      throw_system_error("make the directory", path, errno);
    }
    above.sync();
  }
  Directory made(absolute);
  made.path_ = path;
  return made;
}

std::uint64_t Directory::device() const {
  struct stat status {};
  if (::fstat(descriptor_.number(), &status) != 0) throw_system_error("look at", path_, errno);
  return status.st_dev;
}

std::optional<Directory> Directory::find_directory(const std::string& name) const {
  batch::Descriptor opened = open_beneath(descriptor_.number(), name.empty() ? "." : name, O_RDONLY | O_DIRECTORY, 0);
  if (opened) return Directory(std::move(opened), name.empty() ? path_ : path_ / name);
  if (errno == ENOENT) return std::nullopt;
  throw_system_error(kOpenDirectory, path_ / name, errno);
}

bool Directory::make_directory(const std::string& name) const {
  if (::mkdirat(descriptor_.number(), name.c_str(), kDirectoryMode) == 0) return true;
  if (errno == EEXIST) return false;
  throw_system_error("make the directory", path_ / name, errno);
}

File Directory::create_file(const std::string& name) const {
  return open(name, O_RDWR | O_CREAT | O_TRUNC, "create the file");
}

File Directory::open_file(const std::string& name) const { return open(name, O_RDWR | O_CREAT, "open the file"); }

File Directory::open(const std::string& name, int flags, const char* purpose) const {
  batch::Descriptor opened = open_beneath(descriptor_.number(), name, flags, kFileMode);
  if (!opened) throw_system_error(purpose, path_ / name, errno);
  return {std::move(opened), path_ / name};
}

std::optional<File> Directory::find_file(const std::string& name) const {
  // Without O_NONBLOCK, a pipe of that name would keep us waiting for somebody to write into it.
  batch::Descriptor opened = open_beneath(descriptor_.number(), name, O_RDONLY | O_NONBLOCK, 0);
  if (!opened) {
    if (errno == ENOENT || errno == ELOOP || errno == ENOTDIR || errno == ENXIO || errno == ENODEV) return std::nullopt;
    throw_system_error("read", path_ / name, errno);
  }
  struct stat status {};
  if (::fstat(opened.number(), &status) != 0) throw_system_error("look at", path_ / name, errno);
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  return File(std::move(opened), path_ / name);
}

void Directory::rename(const std::string& from, const Directory& to_directory, const std::string& to) const {
  if (::renameat(descriptor_.number(), from.c_str(), to_directory.descriptor_.number(), to.c_str()) != 0) {
    throw_system_error("give the file its name", to_directory.path_ / to, errno);
  }
}

void Directory::link(const std::string& from, const Directory& to_directory, const std::string& to) const {
  if (::linkat(descriptor_.number(), from.c_str(), to_directory.descriptor_.number(), to.c_str(), 0) != 0) {
    throw_system_error("link", to_directory.path() / to, errno);
  }
}

void Directory::remove_file(const std::string& name) const {
  if (::unlinkat(descriptor_.number(), name.c_str(), 0) != 0 && errno != ENOENT) {
    throw_system_error("remove the file", path_ / name, errno);
  }
}

std::vector<std::string> Directory::names() const {
  batch::Descriptor again = open_beneath(descriptor_.number(), ".", O_RDONLY | O_DIRECTORY, 0);
  if (!again) throw_system_error(kOpenDirectory, path_, errno);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(again.number()), ::closedir);
  if (!stream) throw_system_error("list the directory", path_, errno);
  again.release();
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  if (errno != 0) throw_system_error("list the directory", path_, errno);
  std::sort(names.begin(), names.end());
  return names;
}

void Directory::sync() const {
  if (::fsync(descriptor_.number()) != 0) throw_system_error("sync the directory", path_, errno);
}

}  // namespace weir::commit
