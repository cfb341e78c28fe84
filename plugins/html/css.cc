#include "html/css.h"

#include <charconv>
#include <utility>

#include "html/bytes.h"
#include "html/character_reference.h"

namespace weir::html {
namespace {

constexpr std::size_t kMaxCachedStyles = 1024;
constexpr std::size_t kMaxCachedStyleBytes = 512;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Takes the part up to the next `separator` off `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

template <class Visit>
void for_each_word(std::string_view text, Visit&& visit) {
  while (!(text = trimmed(text)).empty()) {
    std::size_t end = 0;
    while (end < text.size() && !is_space(text[end])) ++end;
    visit(text.substr(0, end));
    text.remove_prefix(end);
  }
}

bool begins_with_digit(std::string_view text) { return !text.empty() && (is_digit(text[0]) || text[0] == '.'); }

bool read_font_weight(std::string_view value, LookChange& change) {
  if (equals_lower(value, "bold") || equals_lower(value, "bolder")) {
    change.turn(Look::bold, true);
  } else if (equals_lower(value, "normal") || equals_lower(value, "lighter")) {
    change.turn(Look::bold, false);
  } else if (value.size() == 3 && begins_with_digit(value) && value.substr(1) == "00") {
    change.turn(Look::bold, value[0] >= '6');
  } else {
    return false;
  }
  return true;
}

bool read_font_style(std::string_view value, LookChange& change) {
  if (equals_lower(value, "italic") || equals_lower(value, "oblique")) {
    change.turn(Look::italic, true);
  } else if (equals_lower(value, "normal")) {
    change.turn(Look::italic, false);
  } else {
    return false;
  }
  return true;
}

// `font: bold italic 10pt/12pt Times New Roman`: what stands before the size, the size, and families that are skipped.
void read_font(std::string_view value, LookChange& change) {
  change.turn(Look::bold, false);
  change.turn(Look::italic, false);
  bool before_size = true;
  for_each_word(value, [&](std::string_view word) {
    if (!before_size) return;
    if (equals_lower(word, "normal") || equals_lower(word, "small-caps")) return;
    if (read_font_weight(word, change) || (read_font_style(word, change))) return;
    before_size = false;
    read_font_size(take_until(word, '/'), change);
  });
}

void read_display(std::string_view value, LookChange& change) {
  if (equals_lower(value, "none")) {
    change.turn(Look::hidden, true);
  } else if (equals_lower(value, "inline") || equals_lower(value, "inline-block")) {
    change.display = LookChange::Display::inlined;
  } else if (equals_lower(value, "block") || equals_lower(value, "list-item") || equals_lower(value, "flex")) {
    change.display = LookChange::Display::block;
  }
}

bool forces_page(std::string_view value) {
  return equals_lower(value, "always") || equals_lower(value, "page") || equals_lower(value, "left") ||
         equals_lower(value, "right");
}

void read_declaration(std::string_view name, std::string_view value, LookChange& change) {
  if (equals_lower(name, "font-weight")) {
    read_font_weight(value, change);
  } else if (equals_lower(name, "font-style")) {
    read_font_style(value, change);
  } else if (equals_lower(name, "font-size")) {
    read_font_size(value, change);
  } else if (equals_lower(name, "font")) {
    read_font(value, change);
  } else if (equals_lower(name, "text-align")) {
    change.turn(Look::centred, equals_lower(value, "center"));
  } else if (equals_lower(name, "text-decoration") || equals_lower(name, "text-decoration-line")) {
    // `none` takes nothing away: an underline is drawn by the element that has it, under all that is inside.
    for_each_word(value, [&](std::string_view word) {
      if (equals_lower(word, "underline")) change.turn(Look::underlined, true);
    });
  } else if (equals_lower(name, "text-transform")) {
    change.turn(Look::upper_case, equals_lower(value, "uppercase"));
  } else if (equals_lower(name, "display")) {
    read_display(value, change);
  } else if (equals_lower(name, "page-break-before") || equals_lower(name, "break-before")) {
    change.page_break_before = forces_page(value);
  } else if (equals_lower(name, "page-break-after") || equals_lower(name, "break-after")) {
    change.page_break_after = forces_page(value);
  }
}

}  // namespace

void read_font_size(std::string_view value, LookChange& change) {
  constexpr std::pair<std::string_view, double> kNamed[] = {{"xx-small", 7},  {"x-small", 7.5}, {"small", 10},
                                                            {"medium", 12},   {"large", 13.5},  {"x-large", 18},
                                                            {"xx-large", 24}, {"xxx-large", 36}};
  const auto set = [&](LookChange::Size kind, double size) {
    change.size_kind = kind;
    change.size = static_cast<std::uint16_t>(std::clamp(size, 0.0, 20000.0));
  };
  for (const auto& [name, points] : kNamed) {
    if (equals_lower(value, name)) return set(LookChange::Size::absolute, points * 20);
  }
  if (equals_lower(value, "smaller")) return set(LookChange::Size::percent, 83);
  if (equals_lower(value, "larger")) return set(LookChange::Size::percent, 120);
  if (!begins_with_digit(value)) return;
  double number = 0;
  const char* const end = value.data() + value.size();
  const auto [unit_begin, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc()) return;
  const std::string_view unit = trimmed({unit_begin, static_cast<std::size_t>(end - unit_begin)});
  if (equals_lower(unit, "pt")) {
    set(LookChange::Size::absolute, number * 20);
  } else if (equals_lower(unit, "px") || unit.empty()) {
    set(LookChange::Size::absolute, number * 15);
  } else if (unit == "%") {
    set(LookChange::Size::percent, number);
  } else if (equals_lower(unit, "em")) {
    set(LookChange::Size::percent, number * 100);
  } else if (equals_lower(unit, "rem")) {
    set(LookChange::Size::absolute, number * kMediumSize);
  } else if (equals_lower(unit, "in")) {
    set(LookChange::Size::absolute, number * 72 * 20);
  }
}

void read_style(std::string_view declarations, LookChange& change) {
  while (!declarations.empty()) {
    std::string_view value = take_until(declarations, ';');
    const std::string_view name = trimmed(take_until(value, ':'));
    value = trimmed(value);
    if (const std::size_t important = value.find('!'); important != std::string_view::npos) {
      value = trimmed(value.substr(0, important));
    }
    read_declaration(name, value, change);
  }
}

const LookChange& StyleCache::read(std::string_view declarations) {
  const auto known = known_.find(declarations);
  if (known != known_.end()) return known->second;
  LookChange change;
  std::string scratch;
  read_style(attribute_value(declarations, scratch), change);
  if (known_.size() < kMaxCachedStyles && declarations.size() <= kMaxCachedStyleBytes) {
    return known_.emplace(declarations, change).first->second;
  }
  return uncached_ = change;
}

}  // namespace weir::html
