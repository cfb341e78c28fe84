#include "files/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "files/name.h"

namespace weir::files {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

// A folder to be read. Those that lead to it are kept to notice a link that leads back.
struct Folder {
  std::string location;
  std::string path;  // below the root; empty for the root
  std::vector<std::pair<dev_t, ino_t>> above;
};

std::string kind_of(mode_t mode) {
  if (S_ISFIFO(mode)) return "a named pipe";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode)) return "a character device";
  if (S_ISBLK(mode)) return "a block device";
  return "not a regular file";
}

ListedEntry refused(std::string location, std::string path, bool is_failure, std::string reason, std::string message) {
  ListedEntry entry;
  entry.path = std::move(path);
  entry.location = std::move(location);
  entry.refusal = ListedEntry::Refusal{is_failure, std::move(reason), std::move(message)};
  return entry;
}

ListedEntry listed(std::string location, std::string path, const struct stat& status, const Selection& selection) {
  if (!S_ISREG(status.st_mode)) {
    return refused(std::move(location), std::move(path), true, "special_file", "this is " + kind_of(status.st_mode));
  }
  ListedEntry entry;
  entry.path = std::move(path);
  entry.location = std::move(location);
  entry.size = static_cast<std::uint64_t>(status.st_size);
  entry.modified_ns = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  if (selection.max_size != 0 && entry.size > selection.max_size) {
    entry.refusal = ListedEntry::Refusal{
        false, "too_large", format_size(entry.size) + ", and max_size is " + format_size(selection.max_size)};
  }
  return entry;
}

class Walk {
 public:
  explicit Walk(const Selection& selection) : selection_(selection) {}

  std::vector<ListedEntry> below(const std::string& root) {
    open_.push_back({root, "", {}});
    while (!open_.empty()) {
      const Folder folder = std::move(open_.back());
      open_.pop_back();
      read(folder);
    }
    return std::move(entries_);
  }

 private:
  void read(const Folder& folder) {
    const Directory directory(opendir(folder.location.c_str()));
    if (!directory) return unreadable(folder);
    struct stat status {};
    if (fstat(dirfd(directory.get()), &status) != 0) return unreadable(folder);
    const std::pair here(status.st_dev, status.st_ino);
    if (std::find(folder.above.begin(), folder.above.end(), here) != folder.above.end()) return;
    for (errno = 0; const dirent* found = readdir(directory.get()); errno = 0) {
      const std::string_view name = found->d_name;
      if (name != "." && name != "..") visit(folder, here, dirfd(directory.get()), std::string(name));
    }
    if (errno != 0) unreadable(folder);
  }

  void visit(const Folder& folder, std::pair<dev_t, ino_t> here, int directory, const std::string& name) {
    const std::string path = folder.path.empty() ? name : folder.path + "/" + name;
    const std::string location = folder.location + "/" + name;
    struct stat status {};
    if (fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno != ENOENT && selection_.takes(path)) {
        entries_.push_back(refused(location, path_text(path), true, "unreadable", std::strerror(errno)));
      }
      return;  // removed since its name was read
    }
    if (S_ISLNK(status.st_mode)) {
      if (!selection_.follow_links) return;
      if (fstatat(directory, name.c_str(), &status, 0) != 0) {
        if (selection_.takes(path)) {
          entries_.push_back(refused(location, path_text(path), true, "broken_link", std::strerror(errno)));
        }
        return;
      }
    }
    if (!S_ISDIR(status.st_mode)) {
      if (selection_.takes(path)) entries_.push_back(listed(location, path_text(path), status, selection_));
    } else if (selection_.enters(path)) {
      Folder below{location, path, folder.above};
      below.above.push_back(here);
      open_.push_back(std::move(below));
    }
  }

  void unreadable(const Folder& folder) {
    const std::string why = std::strerror(errno);
    if (folder.path.empty()) throw ListingError("cannot read folder: " + folder.location + ": " + why);
    if (errno == ENOENT) return;  // removed since its name was read
    entries_.push_back(refused(folder.location, path_text(folder.path) + "/", true, "unreadable_folder", why));
  }

  const Selection& selection_;
  std::vector<Folder> open_;
  std::vector<ListedEntry> entries_;
};

bool any_matches(const std::vector<glob::Glob>& globs, std::string_view path) {
  return std::any_of(globs.begin(), globs.end(), [path](const glob::Glob& glob) { return glob.matches(path); });
}

}  // namespace

bool Selection::takes(std::string_view path) const { return any_matches(include, path) && !any_matches(exclude, path); }

bool Selection::enters(std::string_view folder) const {
  return !any_matches(exclude, folder) && std::any_of(include.begin(), include.end(), [folder](const glob::Glob& glob) {
    return glob.may_match_below(folder);
  });
}

ListedEntry entry_for(const std::string& location, std::string path, const Selection& selection) {
  struct stat status {};
  if (stat(location.c_str(), &status) != 0)
    throw ListingError("cannot read: " + location + ": " + std::strerror(errno));
  return listed(location, std::move(path), status, selection);
}

std::vector<ListedEntry> walk(const std::string& folder, const Selection& selection) {
  return Walk(selection).below(folder);
}

}  // namespace weir::files
