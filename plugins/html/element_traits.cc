#include "html/element_traits.h"

#include <initializer_list>

namespace weir::html {
namespace {

using enum Element;
using Table = std::array<ElementTraits, kElementCount>;

template <class Apply>
constexpr void each(Table& traits, std::initializer_list<Element> elements, Apply&& apply) {
  for (const Element element : elements) apply(traits[static_cast<std::size_t>(element)]);
}

constexpr void look(Table& traits, std::initializer_list<Element> elements, Look::Flag flag) {
  each(traits, elements, [flag](ElementTraits& one) { one.change.turn(flag, true); });
}

constexpr void resize(Table& traits, Element element, std::uint16_t percent) {
  LookChange& change = traits[static_cast<std::size_t>(element)].change;
  change.size_kind = LookChange::Size::percent;
  change.size = percent;
}

constexpr void set_structure(Table& traits) {
  each(traits,
       {base, basefont, bgsound, br, col, embed, frame, hr, img, input, link, meta, page, param, source, track, wbr},
       [](ElementTraits& one) { one.is_void = true; });
  each(traits, {address, article, aside,     blockquote, center, dd,      details, dialog, dir,  div,
                dl,      dt,      fieldset,  figcaption, figure, footer,  form,    h1,     h2,   h3,
                h4,      h5,      h6,        header,     hgroup, li,      listing, main,   menu, nav,
                ol,      p,       plaintext, pre,        search, section, summary, ul,     xmp,  Element::table},
       [](ElementTraits& one) { one.block = one.closes_paragraph = true; });
  each(traits, {body, caption, html, legend, optgroup, option, tbody, td, tfoot, th, thead, tr},
       [](ElementTraits& one) { one.block = true; });
  each(traits, {a, b, big, code, em, font, i, nobr, s, small, strike, strong, tt, u},
       [](ElementTraits& one) { one.formatting = true; });
  each(traits, {button, caption, html, object, Element::table, td, template_element, th},
       [](ElementTraits& one) { one.scope = true; });
  each(traits, {caption, Element::table, tbody, td, tfoot, th, thead, tr},
       [](ElementTraits& one) { one.table_part = true; });
  each(traits, {a, dd, dt, h1, h2, h3, h4, h5, h6, li, option, tbody, td, tfoot, th, thead, tr},
       [](ElementTraits& one) { one.closes_others = true; });
  each(traits, {body, br, h1, h2, h3, h4, h5, h6, html, p, Element::table},
       [](ElementTraits& one) { one.ends_otherwise = true; });
  each(traits, {dir, dl, menu, ol, ul}, [](ElementTraits& one) { one.opens_list = true; });
  each(traits, {dd, dt, h1, h2, h3, h4, h5, h6, li, Element::table, td, th},
       [](ElementTraits& one) { one.places = true; });
}

constexpr void set_looks(Table& traits) {
  look(traits, {b, strong, h1, h2, h3, h4, h5, h6, th}, Look::bold);
  look(traits, {address, cite, dfn, em, i, var}, Look::italic);
  look(traits, {ins, u}, Look::underlined);
  look(traits, {center, caption, th}, Look::centred);
  look(traits, {listing, plaintext, pre, xmp}, Look::preformatted);
  look(traits, {iframe, ix_header, ix_hidden, noembed, noframes, noscript, script, style, template_element, title},
       Look::hidden);
  resize(traits, h1, 200);
  resize(traits, h2, 150);
  resize(traits, h3, 117);
  resize(traits, h5, 83);
  resize(traits, h6, 67);
  resize(traits, big, 120);
  resize(traits, small, 83);
  resize(traits, sub, 83);
  resize(traits, sup, 83);
  // As pages without a doctype are shown: a table does not inherit what surrounds it.
  LookChange& inherited = traits[static_cast<std::size_t>(Element::table)].change;
  for (const auto flag : {Look::bold, Look::italic, Look::centred}) inherited.turn(flag, false);
}

constexpr Table make_traits() {
  Table traits;
  set_structure(traits);
  set_looks(traits);
  return traits;
}

}  // namespace

constexpr Table kElementTraits = make_traits();

}  // namespace weir::html
