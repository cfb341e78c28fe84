#include "flow/expected.h"

namespace weir::flow {

std::optional<schedule::Expected> expected_of(const schedule::Outlook& outlook, const batch::Node& source,
                                              bool isolated, const Extent& extent) {
  const auto there = outlook.of(model_name(source, isolated), extent.bytes, extent.documents);
  return there ? there : outlook.of(model_name(source, !isolated), extent.bytes, extent.documents);
}

}  // namespace weir::flow
