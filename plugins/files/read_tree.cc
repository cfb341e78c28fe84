#include "files/read_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string_view>
#include <thread>

#include "files/name.h"

namespace weir::files {
namespace {

constexpr std::size_t kLooksAtOnce = 512;
constexpr std::size_t kMostThreads = 8;

using Directory = std::shared_ptr<DIR>;

// A folder to be read; or, once it is open, a stretch of its items to be looked at.
struct Task {
  Folder* folder = nullptr;
  Directory open;
  std::size_t first = 0;
  std::size_t last = 0;
};

void look_at_items(const Task& task) {
  for (std::size_t i = task.first; i < task.last; ++i) {
    Item& item = task.folder->items[i];
    if (!item.folder && !item.look.taken) item.look = look_at(dirfd(task.open.get()), item.name, AT_SYMLINK_NOFOLLOW);
  }
}

// Reads the names of one folder.
class FolderReader {
 public:
  FolderReader(Folder& folder, const Selection& selection, int directory)
      : folder_(folder), selection_(selection), directory_(directory) {}

  // False where a link led back to a folder above.
  bool begin() {
    struct stat status {};
    if (fstat(directory_, &status) != 0) {
      folder_.error = errno;
      return false;
    }
    const std::pair here(status.st_dev, status.st_ino);
    if (std::find(folder_.above.begin(), folder_.above.end(), here) != folder_.above.end()) return false;
    folder_.above.push_back(here);
    return true;
  }

  void add(const dirent& found) {
    Item item;
    item.name = found.d_name;
    if (item.name == "." || item.name == "..") return;
    bool is_folder = found.d_type == DT_DIR;
    if (found.d_type == DT_UNKNOWN || found.d_type == DT_LNK) {
      item.look = look_through(item.name);
      if (item.look.is_link && !selection_.follow_links) return;
      is_folder = item.look.error == 0 && S_ISDIR(item.look.mode);
    }
    const std::string path = folder_.path + item.name;
    if (is_folder ? !selection_.enters(path) : !selection_.takes(path)) return;
    std::string text = path_text(item.name);
    if (is_folder) {
      item.folder = std::make_unique<Folder>();
      item.folder->location = folder_.location + "/" + item.name;
      item.folder->path = path + "/";
      item.folder->above = folder_.above;
      text += '/';
    }
    found_.push_back({std::move(text), std::move(item)});
  }

  void finish() {
    std::sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.text < b.text; });
    folder_.items.reserve(found_.size());
    for (Found& found : found_) folder_.items.push_back(std::move(found.item));
    folder_.above.clear();
  }

 private:
  struct Found {
    std::string text;  // of the path of its entry, or of what lies below
    Item item;
  };

  // At the name, and where it is a link that is to be followed, at what it leads to.
  Look look_through(const std::string& name) const {
    const Look look = look_at(directory_, name, AT_SYMLINK_NOFOLLOW);
    if (look.error != 0 || !S_ISLNK(look.mode)) return look;
    Look behind = selection_.follow_links ? look_at(directory_, name, 0) : look;
    behind.is_link = true;
    return behind;
  }

  Folder& folder_;
  const Selection& selection_;
  const int directory_;
  std::vector<Found> found_;
};

class TreeReader {
 public:
  explicit TreeReader(const Selection& selection) : selection_(selection) {}

  void read(Folder& root) {
    add({{&root, nullptr, 0, 0}});
    perform(next());
    std::vector<std::thread> threads;
    const std::size_t most = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
    const std::size_t useful = std::min(most, tasks_.size());  // while nobody else takes any
    while (threads.size() + 1 < useful) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void work() {
    for (Task task = next(); task.folder; task = next()) perform(task);
  }

  // Waits while others may still add tasks; a task without a folder when all is done.
  Task next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !tasks_.empty() || unfinished_ == 0; });
    if (tasks_.empty()) return {};
    Task task = std::move(tasks_.back());
    tasks_.pop_back();
    return task;
  }

  void add(std::vector<Task> tasks) {
    const std::scoped_lock lock(mutex_);
    unfinished_ += tasks.size();
    for (Task& task : tasks) tasks_.push_back(std::move(task));
    changed_.notify_all();
  }

  void perform(const Task& task) {
    std::exception_ptr error;
    try {
      if (task.open) {
        look_at_items(task);
      } else {
        read_folder(*task.folder);
      }
    } catch (...) {
      error = std::current_exception();
    }
    const std::scoped_lock lock(mutex_);
    if (error) error_ = error;
    if (--unfinished_ == 0) changed_.notify_all();
  }

  void read_folder(Folder& folder) {
    const Directory directory(opendir(folder.location.c_str()), [](DIR* open) {
      if (open) closedir(open);
    });
    if (!directory) {
      folder.error = errno;
      return;
    }
    FolderReader reader(folder, selection_, dirfd(directory.get()));
    if (!reader.begin()) return;
    errno = 0;
    for (const dirent* found = readdir(directory.get()); found; found = readdir(directory.get())) {
      reader.add(*found);
      errno = 0;
    }
    folder.error = errno;
    reader.finish();
    add(tasks_in(folder, directory));
  }

  // The last added is done first: open folders before others, so that few are open at a time.
  static std::vector<Task> tasks_in(Folder& folder, const Directory& directory) {
    std::vector<Task> tasks;
    for (const Item& item : folder.items) {
      if (item.folder) tasks.push_back({item.folder.get(), nullptr, 0, 0});
    }
    for (std::size_t first = 0; first < folder.items.size(); first += kLooksAtOnce) {
      tasks.push_back({&folder, directory, first, std::min(first + kLooksAtOnce, folder.items.size())});
    }
    return tasks;
  }

  const Selection& selection_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::vector<Task> tasks_;
  std::size_t unfinished_ = 0;
  std::exception_ptr error_;
};

}  // namespace

Folder read_tree(const std::string& root, const Selection& selection) {
  Folder folder;
  folder.location = root;
  TreeReader(selection).read(folder);
  return folder;
}

}  // namespace weir::files
