#include "batch/node_result.h"

namespace weir::batch {

std::uint64_t Encoding::size() const {
  std::uint64_t size = bytes.size();
  for (const File& file : files) size += file.bytes.size();
  return size;
}

void NodeResult::drop(std::uint32_t position, std::string_view reason, std::string_view detail) {
  drops.push_back({position, std::string(reason), std::string(detail)});
}

void NodeResult::fail(std::uint32_t position, FailureClass failure_class, std::string_view reason,
                      std::string_view message) {
  failures.push_back({position, {failure_class, std::string(reason), std::string(message), {}}});
}

}  // namespace weir::batch
