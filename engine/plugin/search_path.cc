#include "plugin/search_path.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace weir::plugin {
namespace {

namespace fs = std::filesystem;

void add(SearchPath& search, const fs::path& directory, bool must_exist) {
  std::error_code error;
  const fs::path real = fs::canonical(directory, error);
  if (error || !fs::is_directory(real, error)) {
    if (must_exist) search.problems.push_back({fs::absolute(directory).string(), "there is no such directory"});
    return;
  }
  auto& directories = search.directories;
  if (std::find(directories.begin(), directories.end(), real) == directories.end()) directories.push_back(real);
}

void add_environment(SearchPath& search, std::string_view environment) {
  while (!environment.empty()) {
    const std::size_t colon = std::min(environment.find(':'), environment.size());
    const std::string_view directory = environment.substr(0, colon);
    environment.remove_prefix(std::min(colon + 1, environment.size()));
    if (directory.empty()) continue;
    if (directory.front() == '/') {
      add(search, directory, true);
    } else {
      search.problems.push_back({std::string(directory), "WEIR_PLUGIN_PATH takes absolute directories only"});
    }
  }
}

}  // namespace

SearchPath search_path(const std::vector<std::string>& given, std::string_view environment, std::string_view program) {
  SearchPath search;
  for (const std::string& directory : given) add(search, directory, true);
  add_environment(search, environment);
  if (!program.empty()) add(search, fs::path(program).parent_path() / "../lib/weir/plugins", false);
  return search;
}

SearchPath search_path(const std::vector<std::string>& given) {
  const char* environment = std::getenv("WEIR_PLUGIN_PATH");
  std::error_code unknown;
  return search_path(given, environment ? environment : "", fs::read_symlink("/proc/self/exe", unknown).string());
}

}  // namespace weir::plugin
