#include "plugin/catalogue.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "plugin/check_stage_info.h"
#include "plugin/load.h"
#include "plugin/trust.h"

namespace weir::plugin {
namespace {

namespace fs = std::filesystem;

// Files of a directory that are named like plugins, in the order of their names.
std::vector<std::string> candidates(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator(directory, unreadable)) {
    if (entry.path().extension() == ".so") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string why_not_trusted_directory(const std::string& directory) {
  const auto wrong = why_not_trusted(directory);
  return wrong ? "its directory " + directory + " " + *wrong : std::string();
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
  return text.empty() ? "none" : text;
}

std::string two_plugins(const std::string& stage, const std::string& other) {
  return "stage `" + stage + "` is in " + other + " too: of two plugins with one stage name, remove one";
}

}  // namespace

Catalogue::Catalogue(SearchPath search) : search_(std::move(search)), problems_(search_.problems) {
  for (const std::string& directory : search_.directories) look_into(directory);
  refuse_shared_names();
}

void Catalogue::look_into(const std::string& directory) {
  const std::string untrusted = why_not_trusted_directory(directory);
  for (const std::string& path : candidates(directory)) {
    File file = inspect(path, untrusted);
    const auto same = [&](const auto& known) { return known->id.path == file.id.path; };
    if (std::any_of(files_.begin(), files_.end(), same)) continue;  // the same file, reached in two ways
    files_.push_back(std::make_unique<File>(std::move(file)));
    if (!files_.back()->usable()) problems_.push_back({files_.back()->id.path, files_.back()->refused});
  }
}

Catalogue::File Catalogue::inspect(const std::string& path, const std::string& untrusted_directory) const {
  File file;
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  file.id.path = error ? path : real.string();
  if (error || !fs::is_regular_file(real, error)) {
    file.refused = "not a plugin: not a regular file";
    return file;
  }
  PluginFacts facts = read_facts(file.id.path);
  file.id.build_id = std::move(facts.build_id);
  file.stages = std::move(facts.stages);
  if (!untrusted_directory.empty()) {
    file.refused = untrusted_directory;
  } else if (const auto untrusted = why_not_trusted(file.id.path)) {
    file.refused = *untrusted;
  } else if (real.parent_path() != fs::path(path).parent_path()) {  // reached through a symbolic link
    file.refused = why_not_trusted_directory(real.parent_path().string());
  }
  if (file.usable()) file.refused = std::move(facts.wrong);
  return file;
}

// Two files that list one stage: neither may have it, since which one is meant is nothing to guess.
void Catalogue::refuse_shared_names() {
  std::set<std::string> seen;
  for (const auto& file : files_) {
    if (!file->usable()) continue;
    for (const std::string& stage : file->stages) {
      if (!seen.insert(stage).second) continue;
      for (const File* other : files_listing(stage)) {
        if (other != file.get()) refuse_stage(stage, *file, two_plugins(stage, other->id.path));
      }
    }
  }
}

std::vector<Catalogue::File*> Catalogue::files_listing(std::string_view stage) {
  std::vector<File*> files;
  for (const auto& file : files_) {
    const auto& listed = file->stages;
    if (file->usable() && std::find(listed.begin(), listed.end(), stage) != listed.end()) files.push_back(file.get());
  }
  return files;
}

const StageInfo* Catalogue::find(std::string_view stage) {
  if (refused_stages_.find(stage) != refused_stages_.end()) return nullptr;
  const auto known = stages_.find(stage);
  if (known != stages_.end()) return known->second.info;
  std::vector<File*> files = files_listing(stage);
  if (files.empty()) {  // then only a file that does not list its stages can have it
    for (const auto& file : files_) {
      if (file->usable() && file->stages.empty()) files.push_back(file.get());
    }
  }
  for (File* file : files) load(*file);
  const auto found = stages_.find(stage);
  return found == stages_.end() ? nullptr : found->second.info;
}

void Catalogue::load_all() {
  for (const auto& file : files_) {
    if (file->usable()) load(*file);
  }
}

void Catalogue::load(File& file) {
  if (file.loaded) return;
  file.loaded = true;
  try {
    const PluginInfo& info = plugin::load(file.id.path);
    std::vector<std::string> registered;
    for (const StageInfo& stage : info.stages) registered.push_back(stage.name);
    if (!file.stages.empty() && file.stages != registered) {
      refuse(file, "registers " + joined(registered) + ", but lists " + joined(file.stages) +
                       ": write each stage as weir::stage<T>(\"name\", …) inside of WEIR_PLUGIN");
      return;
    }
    for (const StageInfo& stage : info.stages) add_stage(stage, file);
    file.stages = std::move(registered);
  } catch (const LoadError& error) {
    refuse(file, error.what());
  }
}

void Catalogue::add_stage(const StageInfo& info, const File& file) {
  if (refused_stages_.contains(info.name)) return;
  const auto known = stages_.find(info.name);
  if (known != stages_.end()) {
    refuse_stage(info.name, file, two_plugins(info.name, known->second.plugin->path));
    stages_.erase(known);
    return;
  }
  const std::vector<std::string> wrong = check_stage_info(info);
  for (const std::string& what : wrong) refuse_stage(info.name, file, "stage `" + info.name + "` " + what);
  if (wrong.empty()) stages_[info.name] = {&info, &file.id};
}

void Catalogue::refuse(File& file, std::string why) {
  file.refused = why;
  problems_.push_back({file.id.path, std::move(why)});
}

void Catalogue::refuse_stage(const std::string& stage, const File& file, std::string why) {
  problems_.push_back({file.id.path, std::move(why)});
  refused_stages_.emplace(stage, problems_.back().sentence());
}

std::vector<std::string> Catalogue::names() const {
  std::set<std::string> names;
  for (const auto& [name, entry] : stages_) names.insert(name);
  for (const auto& file : files_) {
    if (file->usable()) names.insert(file->stages.begin(), file->stages.end());
  }
  for (const auto& [name, why] : refused_stages_) names.erase(name);
  return {names.begin(), names.end()};
}

std::string Catalogue::why_unavailable(std::string_view stage) const {
  const auto refused = refused_stages_.find(stage);
  if (refused != refused_stages_.end()) return refused->second;
  if (stages_.find(stage) != stages_.end()) return {};
  for (const auto& file : files_) {
    const auto& listed = file->stages;
    if (!file->usable() && std::find(listed.begin(), listed.end(), stage) != listed.end()) {
      return Problem{file->id.path, file->refused}.sentence();
    }
  }
  return {};
}

const PluginId& Catalogue::plugin_of(std::string_view stage) const {
  const auto found = stages_.find(stage);
  if (found == stages_.end()) throw std::out_of_range("no such stage is loaded: " + std::string(stage));
  return *found->second.plugin;
}

}  // namespace weir::plugin
