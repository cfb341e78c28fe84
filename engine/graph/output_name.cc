#include "graph/output_name.h"

namespace weir::graph {

std::string output_name(const StageInfo& stage, const Table& with) {
  const Value* value = stage.output == SinkOutput::none ? nullptr : with.find(stage.output_parameter);
  return value && value->string() ? *value->string() : std::string();
}

}  // namespace weir::graph
