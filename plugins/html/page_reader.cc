#include "html/page_reader.h"

#include <algorithm>
#include <initializer_list>
#include <string>

namespace weir::html {
namespace {

using enum Element;

bool is_heading(Element element) { return element >= h1 && element <= h6; }

}  // namespace

PageReader::PageReader(Encoding encoding, Layout layout, StyleCache& styles, BlockWriter& writer)
    : layout_(layout),
      styles_(styles),
      writer_(writer),
      words_(encoding),
      lines_(encoding, writer, tables_),
      open_(layout == Layout::by_hand ? Look{Look::preformatted} : Look{}) {
  show_current();
}

void PageReader::text(std::string_view bytes, std::uint64_t offset, TextMode) {
  if (look_.has(Look::hidden)) return;
  if (look_.has(Look::preformatted)) return lines_.text(bytes, offset, look_);
  words_.read(bytes, offset, writer_);
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
  markup_tag(tag);
  const TextMode mode = text_mode_of(tag.element);
  // Pages made as XHTML close elements in their start tag. Browsers ignore that, to the harm of what follows.
  if (tag.self_closing && mode == TextMode::data) end_tag({tag.element, tag.name, tag.offset, tag.length});
  return mode;
}

void PageReader::markup_tag(const StartTag& tag) {
  const ElementTraits& traits = traits_of(tag.element);
  const LookChange change = change_of(tag, traits);
  close_implied(tag.element, traits);
  if (traits.is_void) return void_element(tag, change);
  const bool block =
      change.display == LookChange::Display::unset ? traits.block : change.display == LookChange::Display::block;
  open_element(tag, change, block);
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
      return markup_tag(tag);
    default:
      return;
  }
}

void PageReader::end_tag(const EndTag& tag) {
  words_.flush(writer_);
  if (tag.element == br) return line_break(tag.offset, tag.length);
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

LookChange PageReader::change_of(const StartTag& tag, const ElementTraits& traits) {
  LookChange change = traits.change;
  if (!tag.attributes.empty() && !look_.has(Look::hidden)) read_attributes(tag, change);
  return change;
}

void PageReader::read_attributes(const StartTag& tag, LookChange& change) {
  std::string scratch;
  if (tag.element == font) {
    read_font(tag, change);
  } else if (tag.element == a) {
    const auto target = tag.attributes.find("href");
    if (target && attribute_value(*target, scratch).starts_with('#')) change.turn(Look::link, true);
  } else if (traits_of(tag.element).block) {
    if (const auto align = tag.attributes.find("align")) {
      const bool centred = equals_lower(*align, "center") || equals_lower(*align, "middle");
      if (tag.element != Element::table) change.turn(Look::centred, centred);
    }
  }
  const auto style = tag.attributes.find("style");
  if (!style || style->empty()) return;
  const LookChange& styled = styles_.read(*style);
  change.set = static_cast<std::uint16_t>((change.set & ~styled.clear) | styled.set);
  change.clear = static_cast<std::uint16_t>((change.clear & ~styled.set) | styled.clear);
  change.display = styled.display;
  change.page_break_before = styled.page_break_before;
  change.page_break_after = styled.page_break_after;
  if (styled.size_kind != LookChange::Size::inherited) {
    change.size_kind = styled.size_kind;
    change.size = styled.size;
  }
}

void PageReader::void_element(const StartTag& tag, const LookChange& change) {
  if (look_.has(Look::hidden)) return;
  if (tag.element == br) {
    if (change.page_break_before || change.page_break_after) return page_break();
    line_break(tag.offset, tag.length);
  } else if (tag.element == hr || tag.element == page) {
    page_break();
  }
}

// The sizes 1 to 7 of old, absolute or counted from 3.
void PageReader::read_font(const StartTag& tag, LookChange& change) {
  constexpr std::uint16_t kSizes[] = {150, 200, 240, 270, 360, 480, 720};
  const auto size = tag.attributes.find("size");
  if (!size || size->empty() || !is_digit(size->back())) return;
  const int digit = size->back() - '0';
  const int number = size->front() == '+' ? 3 + digit : size->front() == '-' ? 3 - digit : digit;
  change.size_kind = LookChange::Size::absolute;
  change.size = kSizes[std::clamp(number, 1, 7) - 1];
}

// What ends where such an element begins, though no tag says so.
void PageReader::close_implied(Element element, const ElementTraits& traits) {
  const std::initializer_list<Element> scopes = {button, caption, object, Element::table, td, th, template_element};
  if (open_.has(p) && (traits.closes_paragraph || element == hr || element == page)) {
    closed(open_.close_innermost({p}, scopes));
  }
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
      return closed(open_.close_innermost({td, th, caption}, {Element::table}));
    case tr:
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

void PageReader::closed(const OpenElements::Entry* entry) {
  if (entry == nullptr) return;
  if (entry->block) boundary();
  if (entry->change.page_break_after && !entry->look.has(Look::hidden)) page_break();
  closed_table_part(entry->element);
  show_current();
}

void PageReader::open_element(const StartTag& tag, const LookChange& change, bool block) {
  if (block) boundary();
  if (change.page_break_before && !look_.has(Look::hidden)) page_break();
  opens_table_part(tag.element);
  open_.open(tag.element, tag.name, block, change, tables_);
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

void PageReader::boundary() {
  lines_.flush();
  writer_.boundary();
}

void PageReader::page_break() {
  lines_.flush();
  writer_.page_break();
}

void PageReader::line_break(std::uint64_t offset, std::uint64_t length) {
  if (look_.has(Look::hidden)) return;
  if (look_.has(Look::preformatted)) return lines_.line_break(offset, length, look_);
  writer_.line_break(offset, length);
}

void PageReader::show_current() {
  look_ = open_.current().look;
  writer_.set_look(look_);
  writer_.set_place(open_.current().place);
}

}  // namespace weir::html
