// A failure as bytes.
#pragma once

#include <weir/failure.h>

#include "batch/byte_reader.h"
#include "batch/byte_writer.h"

namespace weir::worker {

void write_failure(batch::ByteWriter& writer, const Failure& failure);
// Throws batch::CodecError, also where a reason is longer than reasons are.
Failure read_failure(batch::ByteReader& reader);

// What countable texts may be long: reasons of drops and failures.
inline constexpr std::size_t kLongestReason = 256;
// Reads a reason. Throws batch::CodecError where it is longer.
std::string read_reason(batch::ByteReader& reader);

}  // namespace weir::worker
