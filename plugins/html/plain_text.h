// Reads text whose lines were laid out by hand, as in the filings of the 1990s and in <pre>: finds paragraphs,
// headings, list items and the rows of tables in lines of type, and joins lines that were only broken to fit the page.
//
// Lines are gathered up to a blank one and then judged together. Lines that only draw a rule (`------`) are no text; a
// heading above one is underlined. What is gathered is bounded: a longer stretch is judged in parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "html/block_writer.h"
#include "html/text_line.h"
#include "html/word_reader.h"

namespace weir::html {

class PlainText {
 public:
  // `tables` counts the tables of the page.
  PlainText(Encoding encoding, BlockWriter& writer, std::uint32_t& tables)
      : words_(encoding), writer_(writer), tables_(tables) {}

  void text(std::string_view bytes, std::uint64_t offset, Look look);
  void reference(std::string_view decoded, std::uint64_t offset, std::uint64_t length, Look look);

  void line_break(std::uint64_t offset, std::uint64_t length, Look look);

  // What follows does not belong to the lines so far.
  void flush() {
    if (!gathered_.empty()) judge_all();
  }

  // Between these every line is a row.
  void begin_table();
  void end_table();

 private:
  // A stretch of the gathered lines that came from one place of the source.
  struct Piece {
    std::size_t begin;  // in lines_text_
    std::size_t end;
    std::uint64_t offset;
    std::uint64_t length;  // in the source
    Look look;
    bool decoded;  // from a reference
  };

  void add(std::string_view bytes, std::uint64_t offset, std::uint64_t length, Look look, bool decoded);
  std::size_t rest_of_line(std::string_view bytes) const;
  void end_line();
  void judge_all();
  void judge();

  std::size_t rows(std::size_t first);
  std::size_t heading(std::size_t first);
  std::size_t paragraph(std::size_t first);

  void find_rows();
  bool belongs_to_row(std::size_t line, std::size_t row) const;
  bool prose_in_table() const;
  bool is_centred(std::size_t line) const;
  bool is_heading_line(std::size_t line) const;
  bool begins_paragraph(std::size_t line, bool in_item) const;
  bool underlined(std::size_t line) const;

  void write_row(const TextLine& line, std::uint32_t table);
  void write(std::size_t begin, std::size_t end, std::uint16_t flags);
  void write_gap(std::size_t begin, std::size_t end);
  std::uint64_t source_of(std::size_t at) const;

  WordReader words_;
  BlockWriter& writer_;
  std::uint32_t& tables_;
  std::uint32_t in_table_ = 0;   // ordinal, 0 outside of <TABLE>
  std::uint32_t row_table_ = 0;  // of rows that no tag marks

  std::string gathered_;
  std::vector<Piece> pieces_;
  std::vector<TextLine> lines_;
  std::size_t line_begin_ = 0;
  std::size_t page_width_ = 72;  // of the paragraphs so far, in characters
  std::size_t line_width_ = 72;  // to which the gathered lines were broken
};

}  // namespace weir::html
