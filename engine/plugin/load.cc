#include "plugin/load.h"

#include <boost/dll/shared_library.hpp>

#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/plugin_facts.h"

namespace weir::plugin {
namespace {

// Holds a library for ever: reachable, and never destroyed.
const boost::dll::shared_library& keep(boost::dll::shared_library library) {
  static std::mutex mutex;
  static auto& libraries = *new std::vector<std::unique_ptr<boost::dll::shared_library>>;
  const std::scoped_lock lock(mutex);
  return *libraries.emplace_back(std::make_unique<boost::dll::shared_library>(std::move(library)));
}

// What the dynamic linker said, out of the sentence that Boost wraps around it, and without the path in front.
std::string reason_in(std::string_view what, const std::string& path) {
  static constexpr std::string_view kBegin = "dlerror system message: ";
  const std::size_t begin = what.find(kBegin);
  if (begin != std::string_view::npos) what.remove_prefix(begin + kBegin.size());
  what = what.substr(0, what.rfind("): "));
  if (what.starts_with(path + ": ")) what.remove_prefix(path.size() + 2);
  return std::string(what);
}

boost::dll::shared_library open(const std::string& path) {
  using boost::dll::load_mode::rtld_local;
  using boost::dll::load_mode::rtld_now;
  try {
    return boost::dll::shared_library(path, rtld_now | rtld_local);
  } catch (const std::exception& error) {
    throw LoadError("cannot be loaded: " + reason_in(error.what(), path));
  }
}

}  // namespace

const PluginInfo& load(const std::string& path) {
  const boost::dll::shared_library& library = keep(open(path));
  try {
    const PluginInfo* info = library.get<const PluginInfo*()>(plugin_symbol())();
    if (!info) throw LoadError("gives no list of stages");
    return *info;
  } catch (const LoadError&) {
    throw;
  } catch (const std::exception& error) {
    throw LoadError("its registration failed: " + std::string(error.what()));
  } catch (...) {
    throw LoadError("its registration failed");
  }
}

}  // namespace weir::plugin
