#include "worker/failure_codec.h"

#include <chrono>

namespace weir::worker {

void write_failure(batch::ByteWriter& writer, const Failure& failure) {
  writer.number(static_cast<std::uint64_t>(failure.failure_class));
  writer.text(failure.reason);
  writer.text(failure.message);
  writer.number(failure.retry_after ? 1 : 0);
  if (failure.retry_after) writer.signed_number(failure.retry_after->count());
}

Failure read_failure(batch::ByteReader& reader) {
  Failure failure;
  failure.failure_class = static_cast<FailureClass>(reader.below(static_cast<std::uint64_t>(FailureClass::lost) + 1));
  failure.reason = read_reason(reader);
  failure.message = reader.string();
  if (reader.flag()) failure.retry_after = std::chrono::milliseconds(reader.signed_number());
  return failure;
}

std::string read_reason(batch::ByteReader& reader) {
  const std::string_view reason = reader.text();
  if (reason.size() > kLongestReason) throw batch::CodecError("a reason is too long");
  return std::string(reason);
}

}  // namespace weir::worker
