// The bytes of a page as a tokenizer reads them: UTF-8 and windows-1252 as they are, pages in other encodings converted
// to UTF-8, in pieces of bounded size.
//
// What is read from the pieces counts its offsets in them. For pages that were not converted these are offsets in the
// source file; for others converted_map.h leads there.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <weir/content.h>
#include <weir/source_map.h>

#include "html/converter.h"
#include "html/encoding.h"
#include "html/word_reader.h"

namespace weir::html {

class PageBytes {
 public:
  // Reads the first window of the page, to find its encoding. Throws SourceError.
  explicit PageBytes(const Content& content);
  // The same for a page that is known to be in an encoding.
  PageBytes(const Content& content, PageEncoding encoding);

  PageEncoding page_encoding() const { return encoding_; }
  bool converted() const { return converter_.has_value(); }
  // Of the pieces.
  Encoding encoding() const;

  // The next piece, valid until the next call; empty at the end. Throws SourceError.
  std::string_view next();
  // Where the pieces begin, and where the current one does.
  std::uint64_t origin() const { return origin_; }
  std::uint64_t offset() const { return offset_; }
  // From the current piece, which was converted, to the source file.
  SourceMap piece_map() const { return converter_->map(); }

 private:
  void begin(const Content& content, PageEncoding encoding);
  std::string_view next_window();
  std::string_view next_converted();

  ContentStream stream_;
  std::string_view window_;  // what of the stream's was not yet read
  PageEncoding encoding_{nullptr};
  std::optional<Converter> converter_;
  std::uint64_t source_offset_ = 0;  // of window_, where that is converted
  std::uint64_t origin_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t piece_bytes_ = 0;
  bool ended_ = false;
};

}  // namespace weir::html
