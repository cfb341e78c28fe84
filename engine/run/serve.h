// A worker: the same graph as its parent's, run batch by batch where a document can harm nothing but this process.
#pragma once

#include <map>
#include <string>

#include "graph/specification.h"

namespace weir::run {

// Serves until the parent is gone. `spools` are the files of those that nodes read from, by their names; large texts
// lie in `directory`, and nothing is written anywhere else. Throws RunError where a stage cannot be made.
void serve(const graph::Specification& specification, const std::map<std::string, std::string>& spools,
           const std::string& directory);

}  // namespace weir::run
