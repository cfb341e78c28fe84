// What stages are given when they load: the graph's folder, and a log.
#pragma once

#include <string>
#include <utility>

#include <weir/stage_info.h>

namespace weir::cli {

// Keeps nothing of what it is told; for commands that run no document.
class SilentLog final : public Logger {
 public:
  void write(LogLevel, std::string_view) override {}
};

class NodeResources final : public Resources {
 public:
  explicit NodeResources(std::string base_directory) : base_directory_(std::move(base_directory)) {}

  const std::string& base_directory() const override { return base_directory_; }
  Logger& log() const override { return log_; }

 private:
  std::string base_directory_;
  mutable SilentLog log_;
};

}  // namespace weir::cli
