#include "sec/form.h"

#include <algorithm>

#include "sec/ascii.h"
#include "sec/form_type.h"

namespace weir::sec {
namespace {

constexpr bool is_title_letter(char c) { return is_lower(c) || is_digit(c); }

// How much of `squeezed` the title takes, 0 where it differs.
std::size_t length_of(std::string_view title, std::string_view squeezed) {
  std::size_t at = 0;
  for (const char wanted : title) {
    while (at < squeezed.size() && !is_title_letter(squeezed[at])) ++at;
    if (at == squeezed.size() || squeezed[at] != wanted) return 0;
    ++at;
  }
  return at;
}

bool same_number(Item a, Item b) { return a.number == b.number && a.letter == b.letter; }

}  // namespace

bool Form::includes(std::string_view form_type) const { return normal_form(form_type).starts_with(name_); }

std::optional<Item> Form::find(std::string_view name) const {
  std::optional<Item> found;
  for (const Item item : items_) {
    if (item.name() == name) return item;
    const bool is_number = Item{0, item.number, item.letter}.name() == name;
    if (is_number && parts_of(item).size() == 1) found = item;
  }
  return found;
}

std::vector<std::uint8_t> Form::parts_of(Item item) const {
  std::vector<std::uint8_t> parts;
  for (const Item other : items_) {
    if (same_number(item, other)) parts.push_back(other.part);
  }
  return parts;
}

TitleMatch Form::match_title(Item item, std::string_view squeezed) const {
  TitleMatch longest;
  for (const Title& title : titles_) {
    if (!same_number(title.item, item) || (item.part != 0 && title.item.part != item.part)) continue;
    const std::size_t length = length_of(title.squeezed, squeezed);
    if (length > longest.length) longest = {length, title.is_open, title.item.part};
  }
  return longest;
}

const Form* find_form(std::string_view name) {
  for (const Form* form : {&annual_form(), &quarterly_form()}) {
    if (form->name() == name) return form;
  }
  return nullptr;
}

const Form& form_filed(std::string_view form_type) {
  return quarterly_form().includes(form_type) ? quarterly_form() : annual_form();
}

}  // namespace weir::sec
