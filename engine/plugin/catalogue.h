// The stages that there are, by name: those of the plugins in the search path.
//
// Made, it has read what every plugin file says about itself, and loaded none. A plugin is loaded when a stage of it is
// asked for, and stays loaded for as long as the process lives, so a StageInfo outlives the catalogue. A file or a
// stage that cannot be used is a problem of its own and takes nothing else along.
//
// For one thread at a time: a run asks before it starts.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <weir/stage_info.h>

#include "plugin/plugin_facts.h"
#include "plugin/problem.h"
#include "plugin/search_path.h"

namespace weir::plugin {

// Where a stage comes from.
struct PluginId {
  std::string path;      // absolute
  std::string build_id;  // hexadecimal; part of the fingerprint of what the plugin makes
};

class Catalogue {
 public:
  explicit Catalogue(SearchPath search);
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  // The stage, loaded; null where there is none, or where it cannot be used.
  const StageInfo* find(std::string_view stage);

  // Loads all that can be loaded, for those who list everything.
  void load_all();

  // Names that `find` knows without loading more, sorted.
  std::vector<std::string> names() const;

  // Why a stage that is known by name cannot be had, in one sentence; empty where no plugin is known to have it.
  std::string why_unavailable(std::string_view stage) const;

  // The plugin of a stage that `find` gave. Throws std::out_of_range for others.
  const PluginId& plugin_of(std::string_view stage) const;

  const std::vector<std::string>& directories() const { return search_.directories; }

  // Files, directories and stages that cannot be used, in the order of the search; complete after load_all().
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  struct File {
    PluginId id;
    std::vector<std::string> stages;  // as listed
    std::string refused;              // why it is not used, if it is not
    bool loaded = false;

    bool usable() const { return refused.empty(); }
  };
  struct Entry {
    const StageInfo* info;
    const PluginId* plugin;
  };

  void look_into(const std::string& directory);
  File inspect(const std::string& path, const std::string& untrusted_directory) const;
  void refuse_shared_names();
  std::vector<File*> files_listing(std::string_view stage);
  void load(File& file);
  void add_stage(const StageInfo& info, const File& file);
  void refuse(File& file, std::string why);
  void refuse_stage(const std::string& stage, const File& file, std::string why);

  SearchPath search_;
  std::vector<std::unique_ptr<File>> files_;
  std::map<std::string, Entry, std::less<>> stages_;
  std::map<std::string, std::string, std::less<>> refused_stages_;  // name to sentence
  std::vector<Problem> problems_;
};

}  // namespace weir::plugin
