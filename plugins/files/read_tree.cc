#include "files/read_tree.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "files/name.h"

namespace weir::files {
namespace {

constexpr std::size_t kLooksAtOnce = 512;
constexpr std::size_t kMostThreads = 8;

void look_at_items(Folder& folder, DIR* open, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    Item& item = folder.items[i];
    if (!item.folder && !item.look.taken) item.look = look_at(dirfd(open), item.name, AT_SYMLINK_NOFOLLOW);
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

}  // namespace

TreeReader::TreeReader(const std::string& root, const Selection& selection) : selection_(selection) {
  root_.location = root;
  perform(Task{&root_, nullptr, 0, 0});
  if (tasks_.empty()) return;
  const std::size_t most = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
  try {
    while (threads_.size() + 1 < most) threads_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    // With fewer it takes longer.
  }
}

TreeReader::~TreeReader() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

void TreeReader::await(const Folder& folder) {
  std::unique_lock lock(mutex_);
  while (folder.unfinished > 0 && !error_) {
    if (tasks_.empty()) {
      changed_.wait(lock);
      continue;
    }
    Task task = take();
    lock.unlock();
    perform(std::move(task));
    lock.lock();
  }
  if (error_) std::rethrow_exception(error_);
}

// Until there is nothing left to read; where others may still add tasks, waits for them.
void TreeReader::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closed_ || !tasks_.empty() || performing_ == 0; });
    if (closed_ || tasks_.empty()) return;
    Task task = take();
    lock.unlock();
    perform(std::move(task));
    lock.lock();
  }
}

TreeReader::Task TreeReader::take() {
  ++performing_;
  return std::move(tasks_.extract(tasks_.begin()).value());
}

void TreeReader::perform(Task task) {
  std::exception_ptr error;
  std::vector<Task> more;
  try {
    if (task.open) {
      look_at_items(*task.folder, task.open.get(), task.first, task.last);
    } else {
      more = read_folder(*task.folder);
    }
  } catch (...) {
    error = std::current_exception();
  }
  const std::scoped_lock lock(mutex_);
  try {
    for (Task& each : more) {
      if (each.folder == task.folder) ++task.folder->unfinished;
      tasks_.insert(std::move(each));
    }
  } catch (...) {
    error = std::current_exception();
  }
  if (error) error_ = error;
  --task.folder->unfinished;
  --performing_;
  changed_.notify_all();
}

std::vector<TreeReader::Task> TreeReader::read_folder(Folder& folder) const {
  const Directory directory(opendir(folder.location.c_str()), [](DIR* open) {
    if (open) closedir(open);
  });
  if (!directory) {
    folder.error = errno;
    return {};
  }
  FolderReader reader(folder, selection_, dirfd(directory.get()));
  if (!reader.begin()) return {};
  errno = 0;
  for (const dirent* found = readdir(directory.get()); found; found = readdir(directory.get())) {
    reader.add(*found);
    errno = 0;
  }
  folder.error = errno;
  reader.finish();
  return tasks_in(folder, directory);
}

std::vector<TreeReader::Task> TreeReader::tasks_in(Folder& folder, const Directory& directory) {
  std::vector<Task> tasks;
  for (const Item& item : folder.items) {
    if (item.folder) tasks.push_back({item.folder.get(), nullptr, 0, 0});
  }
  for (std::size_t first = 0; first < folder.items.size(); first += kLooksAtOnce) {
    tasks.push_back({&folder, directory, first, std::min(first + kLooksAtOnce, folder.items.size())});
  }
  return tasks;
}

}  // namespace weir::files
