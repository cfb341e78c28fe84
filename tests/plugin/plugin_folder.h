// A folder with plugin files that a test has put there, and the marks that plugins leave when they are loaded.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "plugin/search_path.h"
#include "sdk_harness.h"

namespace weir::plugin {

class PluginFolder {
 public:
  PluginFolder() { setenv("WEIR_TEST_MARKS", marks_.path().c_str(), 1); }
  ~PluginFolder() { unsetenv("WEIR_TEST_MARKS"); }

  // Copies one of the plugins that are built for these tests; returns where to. Each copy is a file of its own, so
  // that what one test has loaded is not loaded for the next.
  std::string add(const std::string& plugin) { return add(plugin, plugin + ".so"); }
  std::string add(const std::string& plugin, const std::string& as) {
    const std::filesystem::path to = folder_.path() / as;
    std::filesystem::create_directories(to.parent_path());
    std::filesystem::copy_file(std::filesystem::path(WEIR_TEST_PLUGINS) / (plugin + ".so"), to);
    return to.string();
  }
  std::string write(const std::string& name, std::string_view bytes) { return folder_.write(name, bytes).string(); }

  std::string path() const { return folder_.path().string(); }
  SearchPath search() const { return search_path({path()}, "", ""); }

  // The plugins whose static constructors have run.
  std::set<std::string> loaded() const {
    std::set<std::string> names;
    for (const auto& mark : std::filesystem::directory_iterator(marks_.path())) names.insert(mark.path().filename());
    return names;
  }

 private:
  harness::TemporaryDirectory folder_;
  harness::TemporaryDirectory marks_;
};

}  // namespace weir::plugin
