// Reads a folder and all below it, on several threads: looking at a million files takes one thread more than a second.
// Meanwhile another goes through what is there already.
//
// Threads: the one that made it.
#pragma once

#include <dirent.h>

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "files/folder.h"
#include "files/walk.h"

namespace weir::files {

class TreeReader {
 public:
  // Begins to read. The selection outlives it.
  TreeReader(const std::string& root, const Selection& selection);
  ~TreeReader();
  TreeReader(const TreeReader&) = delete;
  TreeReader& operator=(const TreeReader&) = delete;

  Folder& root() { return root_; }

  // Returns when everything in the folder is known, but what its folders hold; reads meanwhile. What is next in the
  // order of paths is read first, as far as it is known. Never throws for what is on disk: what could not be read says
  // so in its place.
  void await(const Folder& folder);

 private:
  using Directory = std::shared_ptr<DIR>;

  // A folder to be read; or, once it is open, a stretch of its items to be looked at.
  struct Task {
    Folder* folder = nullptr;
    Directory open;
    std::size_t first = 0;
    std::size_t last = 0;
  };
  // In which they are awaited.
  struct Order {
    bool operator()(const Task& a, const Task& b) const {
      return a.folder == b.folder ? a.first < b.first : a.folder->path < b.folder->path;
    }
  };

  void work();
  Task take();
  void perform(Task task);
  std::vector<Task> read_folder(Folder& folder) const;
  static std::vector<Task> tasks_in(Folder& folder, const Directory& directory);

  const Selection& selection_;
  Folder root_;

  std::mutex mutex_;  // guards what follows, and how much of each folder is unfinished
  std::condition_variable changed_;
  std::set<Task, Order> tasks_;
  std::size_t performing_ = 1;  // the first, in the constructor
  bool closed_ = false;
  std::exception_ptr error_;
  std::vector<std::thread> threads_;  // of the constructor and the destructor
};

}  // namespace weir::files
