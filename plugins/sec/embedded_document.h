// The documents that lie in an EDGAR submission, each between <DOCUMENT> and </DOCUMENT>, found by byte range.
//
// The submission is read once, forward, through one window, and only as far as documents are asked for: the report is
// nearly always the first of hundreds. Nothing is copied but the few lines that stand before <TEXT>.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <weir/content.h>

namespace weir::sec {

struct EmbeddedDocument {
  std::string type;         // `10-K`, `EX-13`, `GRAPHIC`; may be empty
  std::string filename;     // empty before about 2001
  std::string description;  // may be empty
  // Bytes of the content between <TEXT> and </TEXT>, without the <XBRL> that may lie around them.
  Range text;
  bool is_markup = true;  // text or HTML; not PDF, XML, pictures, spreadsheets, or anything in uuencode
};

class EmbeddedDocuments {
 public:
  explicit EmbeddedDocuments(const Content& content);

  // The next document, in order; nothing at the end. One that is not closed reaches to the next one, or to the end.
  // Throws SourceError.
  std::optional<EmbeddedDocument> next();

 private:
  struct Tag {
    std::uint64_t begin;
    std::uint64_t end;
    bool is_closing;
  };

  // The next <DOCUMENT> or </DOCUMENT> at the beginning of a line.
  std::optional<Tag> next_tag();
  bool refill();
  EmbeddedDocument read(std::uint64_t begin, std::uint64_t end) const;

  Content content_;
  std::size_t window_bytes_;
  std::unique_ptr<char[]> window_;
  std::uint64_t window_begin_ = 0;  // of the window, in the content
  std::size_t window_size_ = 0;
  std::size_t searched_ = 0;  // up to here, in the window, there is no tag left
  std::optional<Tag> pending_;
};

// Whether a submission, or one document of it, begins so, rather than a bare document: such bytes hold a <DOCUMENT> or
// a header of EDGAR's. They are looked for in as many bytes as are given.
bool is_submission(std::string_view beginning);

}  // namespace weir::sec
