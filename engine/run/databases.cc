#include "run/databases.h"

#include "run/wiring.h"

namespace weir::run {

std::vector<commit::DatabaseOutput> databases_of(const graph::Specification& specification) {
  std::vector<commit::DatabaseOutput> databases;
  for (const batch::Node& node : make_wiring(specification, 1, make_spool_files(specification)).nodes) {
    const bool in_file = node.stage->output == SinkOutput::database && !node.output_name.empty();
    if (in_file) databases.push_back({node.id, node.output_name});
  }
  return databases;
}

}  // namespace weir::run
