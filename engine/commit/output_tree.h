// The output directory: files wait in its staging folder until they are given their names, and a name is never followed
// out of it. Keeps account of the directories whose names are not durable yet.
//
// Threads: one at a time.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "commit/directory.h"

namespace weir::commit {

class OutputTree {
 public:
  // Makes the directory and its staging folder where they are missing.
  explicit OutputTree(const std::filesystem::path& root);

  // Whether a file of exactly these bytes has the name already. If so it is made durable, its name with the next
  // sync_names().
  bool holds(const std::string& name, std::string_view bytes);

  // A new file in the staging folder, to be filled.
  File create(const std::string& temporary) const { return staging_.create_file(temporary); }
  // Writes a file of this owner into the staging folder and says what it is called there. Durable after sync_staged().
  std::string stage(std::string_view bytes, std::string_view owner);
  void sync_staged();

  // Makes the folders that a name has.
  void make_folders(const std::string& name);
  // Gives a staged file its name, in place of what had it. Durable after sync_names().
  void place(const std::string& temporary, const std::string& name);
  // Gives a file of another directory of the same device a name that nothing has.
  void link(const Directory& from, const std::string& file, const std::string& name);
  std::uint64_t device() const { return root_.device(); }
  void remove(const std::string& name);
  // Counts a name among those that are not durable yet, whoever gave it.
  void distrust(const std::string& name);
  bool has_unsynced_names() const { return !unsynced_.empty(); }
  void sync_names();

  // Whether anything has the name, a file or not.
  bool has(const std::string& name) const;
  std::optional<File> find(const std::string& name);
  std::optional<File> find_staged(const std::string& temporary) const { return staging_.find_file(temporary); }
  void discard_staged(const std::string& temporary) const { staging_.remove_file(temporary); }
  // Removes every file that waits in the staging folder.
  void clear_staging() const;

  std::filesystem::path path_of(const std::string& name) const { return root_.path() / name; }

 private:
  // The folder of a name, which must be there.
  const Directory& folder_of(const std::string& name);
  const Directory* find_folder(const std::string& folder);

  Directory root_;
  Directory staging_;
  std::map<std::string, Directory> folders_;  // a few that were used last
  std::vector<File> staged_;                  // not synced yet
  bool staged_names_ = false;
  std::uint64_t next_temporary_ = 0;
  std::set<std::string> unsynced_;  // folders
};

}  // namespace weir::commit
