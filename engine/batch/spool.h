// The two halves of a checkpoint node as stages like any other: a sink that writes documents into a spool, and a source
// that reads them from it. Documents lie in a spool in frames: eight bytes of length, little-endian, then the document
// as codec.h writes it. To the source each of them is an entry of its own, whose `records` are the document's bytes.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include <weir/content.h>
#include <weir/stage_info.h>

namespace weir::batch {

inline constexpr std::uint64_t kFrameHeaderBytes = 8;
// The length that a frame's first bytes give.
std::uint64_t frame_length(std::string_view header);
void append_frame(const Document& document, std::string& bytes);

// A spool cannot be read, or is not as it was written: no document's fault, and the end of the run.
struct SpoolError {
  std::exception_ptr cause;
};

// Where a spool's documents are read, by any number of threads.
class SpoolReader {
 public:
  virtual ~SpoolReader() = default;
  // The bytes in `range`. Throws where they cannot be read, or do not have that checksum.
  virtual std::string read(Range range, std::uint64_t checksum) const = 0;
};

// The stage of the node above the spool.
const StageInfo& spool_sink();
// The stage of the node below it.
StageInfo spool_source(std::shared_ptr<const SpoolReader> reader);

}  // namespace weir::batch
