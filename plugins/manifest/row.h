// One row of a manifest, before anybody asks what its columns mean, and what is wrong with rows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/value.h>

namespace weir::manifest {

// Where something stands in a manifest.
struct Place {
  std::string file;  // as the user named it, or below the folder of the graph
  std::size_t line = 0;
};

struct Row {
  Place place;
  Table fields;  // in the order of the columns; what a row leaves empty is not there
};

// Gathers what is wrong with a manifest, so that the user sees all of it at once.
class Faults {
 public:
  void add(const Place& place, std::string_view what);
  bool empty() const { return count_ == 0; }
  // "FILE:LINE: what", a line each; of very many the first.
  std::string text() const;

 private:
  static constexpr std::size_t kMostShown = 20;

  std::string shown_;
  std::size_t count_ = 0;
};

}  // namespace weir::manifest
