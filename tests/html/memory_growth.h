// How much more memory a piece of work has resident at most than there was before it.
#pragma once

#include <malloc.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace weir::html {

// A line of /proc/self/status, in bytes.
inline long status_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) return std::stol(line.substr(name.size() + 1)) * 1024;
  }
  throw std::runtime_error("no " + name);
}

// In bytes; 0 under sanitizers, whose own memory would be counted, and where the kernel does not let the peak be reset.
template <class Work>
long memory_growth(Work&& work) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  work();
  return 0;
#else
  malloc_trim(0);
  std::ofstream clear("/proc/self/clear_refs");
  const bool reset = static_cast<bool>(clear << 5 << std::flush);
  const long before = status_bytes("VmRSS");
  std::forward<Work>(work)();
  return reset ? status_bytes("VmHWM") - before : 0;
#endif
}

}  // namespace weir::html
