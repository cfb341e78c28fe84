// The words for what a stage is, shared by text and tables.
#pragma once

#include <string_view>

#include <weir/stage_info.h>

namespace weir::plugin {

constexpr std::string_view to_string(StageKind kind) {
  switch (kind) {
    case StageKind::source:
      return "source";
    case StageKind::transform:
      return "transform";
    case StageKind::sink:
      return "sink";
    case StageKind::fold:
      return "fold";
    case StageKind::checkpoint:
      return "checkpoint";
  }
  return "unknown";
}

constexpr std::string_view to_string(Grouping grouping) {
  switch (grouping) {
    case Grouping::document:
      return "document";
    case Grouping::origin:
      return "origin";
    case Grouping::run:
      return "run";
  }
  return "unknown";
}

constexpr std::string_view to_string(SinkOutput output) {
  switch (output) {
    case SinkOutput::none:
      return "none";
    case SinkOutput::volume:
      return "volume";
    case SinkOutput::files:
      return "files";
    case SinkOutput::spool:
      return "spool";
    case SinkOutput::database:
      return "database";
  }
  return "unknown";
}

}  // namespace weir::plugin
