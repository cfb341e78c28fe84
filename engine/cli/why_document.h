// The life of a document, as `weir why document` shows it.
#pragma once

#include <string>

#include <weir/value.h>

#include "run/document_life.h"

namespace weir::cli {

std::string life_text(const run::DocumentLife& life);
Table life_table(const run::DocumentLife& life);

// Parts that other commands show as well.
std::string stages_text(const std::vector<run::StagePassed>& stages);
List stages_list(const std::vector<run::StagePassed>& stages);

}  // namespace weir::cli
