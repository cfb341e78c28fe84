// Reads a folder and all below it, on several threads: looking at a million files takes one thread more than a second.
#pragma once

#include <string>

#include "files/folder.h"
#include "files/walk.h"

namespace weir::files {

// Never throws for what is on disk: what could not be read says so in its place.
Folder read_tree(const std::string& root, const Selection& selection);

}  // namespace weir::files
