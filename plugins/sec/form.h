// The forms of periodic reports: their items, in order, and the titles that a form has given them over the years.
//
// All that differs between forms is data here; how items are found in a report does not depend on the form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sec/item.h"

namespace weir::sec {

// A title that an item has had, in lower case, letters and digits only.
struct Title {
  Item item;
  std::string_view squeezed;
  bool is_open = false;  // a known beginning with an end that varies ("Market for Registrant's Common Equity, …")
};

struct TitleMatch {
  std::size_t length = 0;  // in characters of the text that was matched; 0 where nothing matched
  bool is_open = false;
  std::uint8_t part = 0;  // of the item whose title it is
};

class Form {
 public:
  // `first_part_ends` is the last number of part I in a form that numbers its items through.
  constexpr Form(std::string_view name, std::string_view reason_for_others, std::span<const Item> items,
                 std::span<const Title> titles, std::uint8_t first_part_ends = 0)
      : name_(name),
        reason_for_others_(reason_for_others),
        items_(items),
        titles_(titles),
        first_part_ends_(first_part_ends) {}

  std::string_view name() const { return name_; }
  // Why a report of another form is dropped.
  std::string_view reason_for_others() const { return reason_for_others_; }
  // Those that the form has now, in its order.
  std::span<const Item> items() const { return items_; }

  // Whether a form as it is filed is of this kind: "10-K405/A" is one of 10-K. A notice of late filing, NT 10-K, is
  // none.
  bool includes(std::string_view form_type) const;
  // Whether numbers come again in each part.
  bool has_parts() const { return items_.front().part != 0; }
  // The item of this name: "7A", "II-1A"; and "1A" where numbers come again, but this one does not. Nothing for what is
  // no item of the form, and for a number of several parts.
  std::optional<Item> find(std::string_view name) const;
  // The parts that have an item of this number and letter, in order.
  std::vector<std::uint8_t> parts_of(Item item) const;

  // The part in which an item stands; 0 where the kinds of the form differ.
  std::uint8_t part_of(Item item) const { return item.part == 0 && item.number <= first_part_ends_ ? 1 : item.part; }

  // Matches the beginning of `squeezed`, text in lower case without white space, with the titles that an item has had,
  // of any part if the item's is 0. Punctuation on either side is passed over. The longest one counts.
  TitleMatch match_title(Item item, std::string_view squeezed) const;

 private:
  std::string_view name_;
  std::string_view reason_for_others_;
  std::span<const Item> items_;
  std::span<const Title> titles_;
  std::uint8_t first_part_ends_;
};

const Form& annual_form();     // 10-K
const Form& quarterly_form();  // 10-Q

// "10-K" or "10-Q"; null for others.
const Form* find_form(std::string_view name);
// The form that a report was filed on, as its metadata says it; 10-K for all that is no 10-Q.
const Form& form_filed(std::string_view form_type);

}  // namespace weir::sec
