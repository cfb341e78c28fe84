// Reads a page: turns the tokens of HTML into text with blocks, as a browser shows it. A handler of Tokenizer.
#pragma once

#include <cstdint>
#include <string_view>

#include "html/block_writer.h"
#include "html/element_traits.h"
#include "html/layout.h"
#include "html/open_elements.h"
#include "html/plain_text.h"
#include "html/tag_reader.h"
#include "html/tokenizer.h"
#include "html/word_reader.h"

namespace weir::html {

class PageReader {
 public:
  PageReader(Encoding encoding, Layout layout, TagReader& tags, BlockWriter& writer);

  void text(std::string_view bytes, std::uint64_t offset, TextMode mode);
  void reference(std::string_view decoded, std::uint64_t offset, std::uint64_t length, TextMode mode);
  TextMode start_tag(const StartTag& tag);
  void end_tag(const EndTag& tag);
  const char* known_tag(const char* at, const char* end, std::uint64_t offset);
  bool cdata_allowed() const { return open_.has(Element::svg) || open_.has(Element::math); }

  // The input has ended.
  void finish();

 private:
  // Where a tag stands in the source.
  struct Spot {
    std::uint64_t offset;
    std::uint64_t length;
  };

  void begin_element(const TagMeaning& tag, Spot spot);
  void enter_element(const TagMeaning& tag, const ElementTraits& traits, Spot spot);
  void by_hand_tag(const StartTag& tag);
  void void_element(const TagMeaning& tag, Spot spot);
  void open_element(const TagMeaning& tag);
  void end_element(const TagMeaning& tag, Spot spot);
  void end_special(const TagMeaning& tag, Spot spot);
  void close_implied(Element element, const ElementTraits& traits);
  void closed(const OpenElements::Entry* entry);
  void opens_table_part(Element element);
  void closed_table_part(Element element);
  std::uint32_t table();
  void show_current();
  void boundary();
  void page_break();
  void line_break(Spot spot);

  const Layout layout_;
  TagReader& tags_;
  BlockWriter& writer_;
  std::uint32_t tables_ = 0;
  WordReader words_;
  PlainText lines_;
  OpenElements open_;
  Look look_;  // of open_.current(), here for speed
};

}  // namespace weir::html
