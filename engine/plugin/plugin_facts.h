// What is known about a plugin file before any of its code runs.
#pragma once

#include <string>
#include <vector>

namespace weir::plugin {

struct PluginFacts {
  std::string build_id;             // hexadecimal: what the linker made of the file's contents
  std::vector<std::string> stages;  // as its note lists them; empty where it lists none
  std::string wrong;                // why it is no plugin for this weir; empty where it is one
};

// Reads a file's notes and its stamp: the name of the function that a plugin exports (plugin.h).
PluginFacts read_facts(const std::string& path);

// The name of the function that a plugin for this weir exports.
std::string plugin_symbol();

}  // namespace weir::plugin
