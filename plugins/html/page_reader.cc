#include "html/page_reader.h"

#include <initializer_list>

#include "html/bytes.h"

namespace weir::html {
namespace {

using enum Element;

bool is_heading(Element element) { return element >= h1 && element <= h6; }

}  // namespace

PageReader::PageReader(Encoding encoding, Layout layout, TagReader& tags, BlockWriter& writer)
    : layout_(layout),
      tags_(tags),
      writer_(writer),
      words_(encoding),
      lines_(encoding, writer, tables_),
      open_(layout == Layout::by_hand ? Look{Look::preformatted} : Look{}) {
  show_current();
}

void PageReader::text(std::string_view bytes, std::uint64_t offset, TextMode) {
  if (!look_.has_any(Look::hidden | Look::preformatted)) return words_.read(bytes, offset, writer_);
  if (!look_.has(Look::hidden)) lines_.text(bytes, offset, look_);
}

void PageReader::reference(std::string_view decoded, std::uint64_t offset, std::uint64_t length, TextMode) {
  if (look_.has(Look::hidden)) return;
  if (look_.has(Look::preformatted)) return lines_.reference(decoded, offset, length, look_);
  words_.decoded(decoded, offset, length, writer_);
}

TextMode PageReader::start_tag(const StartTag& tag) {
  words_.flush(writer_);
  if (layout_ == Layout::by_hand) {
    by_hand_tag(tag);
    return TextMode::data;
  }
  const TextMode mode = text_mode_of(tag.element);
  TagMeaning meaning = tags_.read(tag);
  if (mode != TextMode::data) meaning.self_closing = false;
  begin_element(meaning, {tag.offset, tag.length});
  return mode;
}

// Reads a tag by what its bytes meant before: what start_tag() and end_tag() do, without taking it apart.
const char* PageReader::known_tag(const char* at, const char* end, std::uint64_t offset) {
  if (layout_ == Layout::by_hand) return nullptr;
  // A lone `<` is text, however many of them there are.
  if (end - at < 2 || !(is_alpha(at[1]) || at[1] == '/')) return nullptr;
  const KnownTags::Tag* const tag = tags_.known(at, end);
  if (tag == nullptr) return nullptr;
  words_.flush(writer_);
  const Spot spot{offset, tag->length};
  tag->meaning.is_end ? end_element(tag->meaning, spot) : begin_element(tag->meaning, spot);
  at += spot.length;
  // White space between two boxes is not shown. Most text behind tags is such, in filings of some years.
  if (!writer_.in_text() && !look_.has(Look::preformatted)) {
    while (at != end && is_space(*at)) ++at;
  }
  return at;
}

inline void PageReader::begin_element(const TagMeaning& tag, Spot spot) {
  const ElementTraits& traits = traits_of(tag.element);
  if (!look_.has(Look::hidden)) [[likely]]
    return enter_element(tag, traits, spot);
  TagMeaning bare = tag;  // where nothing is shown, attributes say nothing
  bare.change = traits.change;
  bare.block = traits.block;
  enter_element(bare, traits, spot);
}

inline void PageReader::enter_element(const TagMeaning& tag, const ElementTraits& traits, Spot spot) {
  close_implied(tag.element, traits);
  traits.is_void ? void_element(tag, spot) : open_element(tag);
  // Pages made as XHTML close elements in their start tag. Browsers ignore that, to the harm of what follows.
  if (tag.self_closing) end_element(tag, spot);
}

// In the filings of the 1990s <TABLE>, <CAPTION>, <S> and <C> stand between lines of type and say what these are; a few
// have some formatting beside.
void PageReader::by_hand_tag(const StartTag& tag) {
  switch (tag.element) {
    case Element::table:
      return lines_.begin_table();
    case b:
    case em:
    case i:
    case strong:
    case u:
    case br:
    case center:
    case div:
    case h1:
    case h2:
    case h3:
    case h4:
    case h5:
    case h6:
    case hr:
    case p:
    case page:
    case pre:
      break;
    default:
      return;
  }
  TagMeaning meaning = tags_.read(tag);
  meaning.self_closing = false;
  begin_element(meaning, {tag.offset, tag.length});
}

void PageReader::end_tag(const EndTag& tag) {
  words_.flush(writer_);
  end_element(tags_.read(tag), {tag.offset, tag.length});
}

inline void PageReader::end_element(const TagMeaning& tag, Spot spot) {
  if (traits_of(tag.element).ends_otherwise) return end_special(tag, spot);
  closed(open_.close(tag.element, tag.name));
}

// Of the elements whose end tags do more than to close them.
void PageReader::end_special(const TagMeaning& tag, Spot spot) {
  if (tag.element == br) return line_break(spot);
  if (tag.element == body || tag.element == html) return boundary();
  if (tag.element == Element::table && layout_ == Layout::by_hand) return lines_.end_table();
  if (is_heading(tag.element)) return closed(open_.close_innermost({h1, h2, h3, h4, h5, h6}, {Element::table}));
  const OpenElements::Entry* const entry = open_.close(tag.element, tag.name);
  if (entry == nullptr && tag.element == p) boundary();
  if (entry == nullptr && tag.element == Element::table) writer_.end_row();
  closed(entry);
}

void PageReader::finish() {
  words_.flush(writer_);
  lines_.flush();
  writer_.finish();
}

void PageReader::void_element(const TagMeaning& tag, Spot spot) {
  if (look_.has(Look::hidden)) return;
  if (tag.element == br) {
    if (tag.change.page_break_before || tag.change.page_break_after) return page_break();
    line_break(spot);
  } else if (tag.element == hr || tag.element == page) {
    page_break();
  }
}

// What ends where such an element begins, though no tag says so.
inline void PageReader::close_implied(Element element, const ElementTraits& traits) {
  const std::initializer_list<Element> scopes = {button, caption, object, Element::table, td, th, template_element};
  if (open_.has(p) && (traits.closes_paragraph || element == hr || element == page)) {
    closed(open_.close_innermost({p}, scopes));
  }
  if (!traits.closes_others) return;
  switch (element) {
    case a:
      return closed(open_.close_innermost({a}, scopes));
    case li:
      return closed(open_.close_innermost({li}, {ul, ol, menu, dir, td, th, Element::table}));
    case dd:
    case dt:
      return closed(open_.close_innermost({dd, dt}, {dl, td, th, Element::table}));
    case option:
      return closed(open_.close_innermost({option}, {select, td, th, Element::table}));
    case td:
    case th:
      if (!open_.has_any(td, th, caption)) return;
      return closed(open_.close_innermost({td, th, caption}, {Element::table}));
    case tr:
      if (!open_.has_any(tr, caption)) return;
      return closed(open_.close_innermost({tr, caption}, {Element::table}));
    case tbody:
    case tfoot:
    case thead:
      closed(open_.close_innermost({tr}, {Element::table}));
      return closed(open_.close_innermost({tbody, tfoot, thead, caption}, {Element::table}));
    default:
      if (is_heading(element) && is_heading(open_.current().element)) {
        closed(open_.close_innermost({h1, h2, h3, h4, h5, h6}, {}));
      }
  }
}

inline void PageReader::closed(const OpenElements::Entry* entry) {
  if (entry == nullptr) return;
  if (entry->block) boundary();
  if (entry->change.page_break_after && !entry->look.has(Look::hidden)) page_break();
  if (traits_of(entry->element).table_part) closed_table_part(entry->element);
  show_current();
}

inline void PageReader::open_element(const TagMeaning& tag) {
  if (tag.block) boundary();
  if (tag.change.page_break_before && !look_.has(Look::hidden)) page_break();
  if (traits_of(tag.element).table_part) opens_table_part(tag.element);
  open_.open(tag, tables_);
  show_current();
}

void PageReader::opens_table_part(Element element) {
  switch (element) {
    case Element::table:
      ++tables_;
      return writer_.end_row();
    case caption:
    case tbody:
    case tfoot:
    case thead:
      return writer_.end_row();
    case tr:
      return writer_.begin_row(table());
    case td:
    case th:
      if (!writer_.in_row()) writer_.begin_row(table());
      return writer_.begin_cell();
    default:
      return;
  }
}

void PageReader::closed_table_part(Element element) {
  switch (element) {
    case tbody:
    case tfoot:
    case thead:
    case tr:
      return writer_.end_row();
    case Element::table:
      writer_.end_row();
      // The row around a table within a table goes on.
      if (open_.current().table != 0 && (open_.has(td) || open_.has(th))) writer_.begin_row(open_.current().table);
      return;
    default:
      return;
  }
}

// The table that a row belongs to. A page that begins in the middle of a table has rows without one.
std::uint32_t PageReader::table() {
  if (tables_ == 0) ++tables_;
  return open_.current().table == 0 ? tables_ : open_.current().table;
}

inline void PageReader::boundary() {
  lines_.flush();
  writer_.boundary();
}

void PageReader::page_break() {
  lines_.flush();
  writer_.page_break();
}

void PageReader::line_break(Spot spot) {
  if (look_.has(Look::hidden)) return;
  if (look_.has(Look::preformatted)) return lines_.line_break(spot.offset, spot.length, look_);
  writer_.line_break(spot.offset, spot.length);
}

inline void PageReader::show_current() {
  // Lines that were gathered stand before what follows, also where no boundary of theirs was closed.
  if (look_.has(Look::preformatted) && !open_.current().look.has(Look::preformatted)) lines_.flush();
  look_ = open_.current().look;
  writer_.set_look(look_);
  writer_.set_place(open_.current().place);
}

}  // namespace weir::html
