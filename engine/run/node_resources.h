// What stages are given when they load.
#pragma once

#include <string>

#include <weir/stage_info.h>

namespace weir::run {

class NodeResources final : public Resources {
 public:
  // Both outlive it.
  NodeResources(const std::string& base_directory, Logger& logger) : base_directory_(base_directory), logger_(logger) {}
  const std::string& base_directory() const override { return base_directory_; }
  Logger& log() const override { return logger_; }

 private:
  const std::string& base_directory_;
  Logger& logger_;
};

}  // namespace weir::run
