// What the engine gives to the source below a spool beside what any source has.
#pragma once

#include <cstdint>
#include <memory>

#include <weir/listing.h>

#include "batch/file_bytes.h"

namespace weir::batch {

class SpooledEntry : public SourceEmitter {
 public:
  // Of the entry's bytes.
  virtual std::uint64_t checksum() const = 0;
  // The entry's document, which keeps the origin that it had above the spool.
  virtual Document document(const Origin& origin) = 0;
  virtual const std::shared_ptr<OpenFiles>& files() = 0;

  using SourceEmitter::document;
};

}  // namespace weir::batch
