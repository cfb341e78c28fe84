// A node while the graph is being checked: what the file says of it, as far as it is right.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/bind_parameters.h"
#include "graph/element.h"
#include "graph/location.h"
#include "graph/specification.h"

namespace weir::graph {

// One element of `from`.
struct DraftInput {
  std::string written;  // "node" or "node.port"
  Location at;
  std::optional<Input> source;  // set by `connect`; null where it was wrong

  std::string_view node() const { return std::string_view(written).substr(0, written.find('.')); }
  // Empty where none is named.
  std::string_view port() const {
    const std::size_t dot = written.find('.');
    return dot == std::string::npos ? std::string_view() : std::string_view(written).substr(dot + 1);
  }
};

// One member of `takes`.
struct DraftTake {
  std::string limiter;
  Location at;
  std::uint64_t count = 1;
  Location count_at;
};

struct NodeDraft {
  std::string id;
  Location at;
  const Element* table = nullptr;    // of the file
  const StageInfo* stage = nullptr;  // null where it is unknown, which is reported
  Location stage_at;
  std::optional<Bound> bound;  // null where the stage or a parameter is wrong, which is reported
  std::size_t workers = 0;
  std::uint64_t volume_bytes = 0;  // 0: one volume
  std::optional<std::chrono::milliseconds> deadline;
  bool has_from = false;  // something is written there, be it right or wrong
  std::vector<DraftInput> from;
  std::vector<DraftTake> takes;
  std::vector<Take> resolved_takes;  // set by `check_takes`, as far as they are right
};

}  // namespace weir::graph
