#include "files/walk.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "files/folder.h"
#include "files/name.h"
#include "files/read_tree.h"

namespace weir::files {
namespace {

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

ListedEntry listed(std::string location, std::string path, const Look& look, const Selection& selection) {
  if (!S_ISREG(look.mode)) {
    return refused(std::move(location), std::move(path), true, "special_file", "this is " + kind_of(look.mode));
  }
  ListedEntry entry;
  entry.path = std::move(path);
  entry.location = std::move(location);
  entry.size = look.size;
  entry.modified_ns = look.modified_ns;
  if (selection.max_size != 0 && entry.size > selection.max_size) {
    entry.refusal = ListedEntry::Refusal{
        false, "too_large", format_size(entry.size) + ", and max_size is " + format_size(selection.max_size)};
  }
  return entry;
}

// Goes through folders as they are read, in the byte order of paths, and lets go of what it has been through.
class Visit {
 public:
  Visit(TreeReader& tree, const Selection& selection, const std::function<void(ListedEntry)>& take)
      : tree_(tree), selection_(selection), take_(take) {}

  void visit(Folder& folder) {
    tree_.await(folder);
    if (folder.error != 0) unreadable(folder);
    for (Item& item : folder.items) {
      if (item.folder) {
        visit(*item.folder);
        item.folder.reset();
      } else {
        visit_file(folder, item);
      }
    }
  }

 private:
  void visit_file(const Folder& folder, const Item& item) {
    if (item.look.error == ENOENT && !item.look.is_link) return;  // removed since its name was read
    std::string location = folder.location + "/" + item.name;
    std::string path = path_text(folder.path + item.name);
    if (item.look.error == 0) return take_(listed(std::move(location), std::move(path), item.look, selection_));
    take_(refused(std::move(location), std::move(path), true, item.look.is_link ? "broken_link" : "unreadable",
                  std::strerror(item.look.error)));
  }

  void unreadable(const Folder& folder) {
    const std::string why = std::strerror(folder.error);
    if (folder.path.empty()) throw ListingError("cannot read folder: " + folder.location + ": " + why);
    if (folder.error == ENOENT) return;  // removed since its name was read
    take_(refused(folder.location, path_text(folder.path), true, "unreadable_folder", why));
  }

  TreeReader& tree_;
  const Selection& selection_;
  const std::function<void(ListedEntry)>& take_;
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
  const Look look = look_at(AT_FDCWD, location, 0);
  if (look.error != 0) throw ListingError("cannot read: " + location + ": " + std::strerror(look.error));
  return listed(location, std::move(path), look, selection);
}

void walk(const std::string& folder, const Selection& selection, const std::function<void(ListedEntry)>& take) {
  TreeReader tree(folder, selection);
  Visit(tree, selection, take).visit(tree.root());
}

}  // namespace weir::files
