// Reads `[classes.NAME]`: what documents of a size are run with.
#pragma once

#include <string>
#include <vector>

#include "graph/diagnostic.h"
#include "graph/element.h"
#include "graph/specification.h"

namespace weir::graph {

// `classes` is the table of all classes, `at` where its name stands.
void read_classes(const Element& classes, const Location& at, Specification& specification, Diagnostics& diagnostics);

// What a graph has that says nothing of classes: a deadline that grows with the size, and the largest documents in
// processes of their own, where their source allows that.
std::vector<SizeClass> usual_classes();

// The value of a key `isolation`: "process", and not "thread".
bool is_process(const std::string& isolation, const Location& at, Diagnostics& diagnostics);

// Whether the sources' documents can be run where their classes want that. When the nodes are known.
void check_isolation(const Specification& specification, Diagnostics& diagnostics);

}  // namespace weir::graph
