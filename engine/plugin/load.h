// Loading a plugin file: from here on its code runs.
#pragma once

#include <stdexcept>
#include <string>

#include <weir/plugin.h>

namespace weir::plugin {

// A file cannot be loaded, or its list of stages cannot be had; the message says why, fit to follow the path.
class LoadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Loads a plugin with all its symbols resolved now and none shown to other libraries, and asks it for its stages. The
// path must be absolute. The library stays for as long as the process lives: documents' failures, exceptions and shared
// resources may hold its code until the very end, and nothing would be won by unloading it.
const PluginInfo& load(const std::string& path);

}  // namespace weir::plugin
