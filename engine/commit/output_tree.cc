#include "commit/output_tree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "commit/error.h"
#include "commit/staging.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

// Bounds on what is open at a time: processes have a thousand descriptors or so.
constexpr std::size_t kOpenFolders = 64;
constexpr std::size_t kOpenFiles = 128;

// "" for names without a folder.
std::string folder_part(const std::string& name) {
  return name.substr(0, std::max<std::size_t>(name.rfind('/') + 1, 1) - 1);
}

std::string last_part(const std::string& name) { return name.substr(name.rfind('/') + 1); }

bool has_bytes(const File& file, std::string_view bytes) {
  if (file.size() != bytes.size()) return false;
  std::array<char, 65536> buffer;
  for (std::size_t done = 0; done < bytes.size();) {
    const std::size_t count = file.read(done, buffer);
    if (count == 0 || bytes.substr(done, count) != std::string_view(buffer.data(), count)) return false;
    done += count;
  }
  return true;
}

}  // namespace

OutputTree::OutputTree(const std::filesystem::path& root)
    : root_(Directory::make(root)), staging_(Directory::make(root / kStagingDirectory)) {}

bool OutputTree::holds(const std::string& name, std::string_view bytes) {
  std::optional<File> file = find(name);
  if (!file || !has_bytes(*file, bytes)) return false;
  file->sync();
  distrust(name);
  return true;
}

std::string OutputTree::stage(std::string_view bytes, std::string_view owner) {
  if (staged_.size() == kOpenFiles) {
    for (File& file : staged_) file.sync();
    staged_.clear();
  }
  std::string temporary = "file-" + std::to_string(next_temporary_++);
  staged_.push_back(staging_.create_file(temporary));
  staged_.back().write(0, bytes);
  staged_.back().set_owner(owner);
  staged_names_ = true;
  return temporary;
}

void OutputTree::sync_staged() {
  if (mutant("staged_file_not_synced")) staged_.clear();
  for (File& file : staged_) file.sync();
  staged_.clear();
  if (staged_names_ && !mutant("staged_name_not_synced")) staging_.sync();
  staged_names_ = false;
}

void OutputTree::make_folders(const std::string& name) {
  const std::string folder = folder_part(name);
  if (find_folder(folder)) return;
  make_folders(folder);
  if (folder_of(folder).make_directory(last_part(folder))) unsynced_.insert(folder_part(folder));
}

void OutputTree::place(const std::string& temporary, const std::string& name) {
  staging_.rename(temporary, folder_of(name), last_part(name));
  distrust(name);
}

void OutputTree::link(const Directory& from, const std::string& file, const std::string& name) {
  from.link(file, folder_of(name), last_part(name));
  distrust(name);
}

void OutputTree::remove(const std::string& name) {
  const Directory* folder = find_folder(folder_part(name));
  if (!folder) return;
  folder->remove_file(last_part(name));
  distrust(name);
}

void OutputTree::distrust(const std::string& name) { unsynced_.insert(folder_part(name)); }

void OutputTree::sync_names() {
  for (const std::string& folder : unsynced_) {
    if (mutant("name_not_synced")) continue;
    if (const Directory* open = find_folder(folder)) open->sync();
  }
  unsynced_.clear();
}

bool OutputTree::has(const std::string& name) const {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::symlink_status(path_of(name), error);
  return std::filesystem::exists(status);
}

std::optional<File> OutputTree::find(const std::string& name) {
  const Directory* folder = find_folder(folder_part(name));
  return folder ? folder->find_file(last_part(name)) : std::nullopt;
}

void OutputTree::clear_staging() const {
  if (mutant("staging_not_cleared")) return;
  for (const std::string& name : staging_.names()) {
    if (name != kOutputLockFile) staging_.remove_file(name);
  }
}

const Directory& OutputTree::folder_of(const std::string& name) {
  if (const Directory* folder = find_folder(folder_part(name))) return *folder;
  throw_system_error("open the directory", root_.path() / folder_part(name), ENOENT);
}

const Directory* OutputTree::find_folder(const std::string& folder) {
  if (folder.empty()) return &root_;
  const auto known = folders_.find(folder);
  if (known != folders_.end()) return &known->second;
  std::optional<Directory> found = root_.find_directory(folder);
  if (!found) return nullptr;
  if (folders_.size() == kOpenFolders) folders_.clear();
  return &folders_.emplace(folder, std::move(*found)).first->second;
}

}  // namespace weir::commit
