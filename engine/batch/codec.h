// Documents as bytes: what a spool keeps, complete with origin, content, text, source map, blocks and metadata.
//
// Integers are of variable length, seven bits to a byte; numbers are IEEE 754, little-endian. Content that is part of a
// file is kept as that file's identity and a range, and is read there again; other content is kept whole.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <weir/document.h>

#include "batch/codec_error.h"
#include "batch/file_bytes.h"

namespace weir::batch {

// Appends the document. Throws SourceError where content has to be read and cannot be, CodecError where values of its
// metadata lie in one another more than 200 deep.
void encode_document(const Document& document, std::string& bytes);

// Reads one document that was written. `bytes` must outlive it.
class DocumentDecoder {
 public:
  // Reads the origin. Throws CodecError, as fill() does.
  explicit DocumentDecoder(std::string_view bytes);

  const Origin& origin() const { return origin_; }
  // Gives the rest to a document that was begun. Files of its content are opened through `files`; large text lies in
  // `memory`, which may be null.
  void fill(Document& document, const std::shared_ptr<OpenFiles>& files, LargeMemory* memory = nullptr);

 private:
  std::string_view left_;
  Origin origin_;
};

}  // namespace weir::batch
