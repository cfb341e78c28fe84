// The items of form 10-K: their numbers, their order and the titles that the form has given them over the years.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::sec {

// `1A`: a number from 1 to 16 and a letter from A to D, or none. Ordered as in the form.
struct Item {
  std::uint8_t number = 0;
  char letter = 0;

  auto operator<=>(const Item&) const = default;
  std::string name() const;
};

// "1A", "7"; nothing for what is no item of the form.
std::optional<Item> parse_item(std::string_view name);

struct TitleMatch {
  std::size_t length = 0;  // in characters of the text that was matched; 0 where nothing matched
  // The title has a known beginning and an end that varies ("Market for Registrant's Common Equity, …").
  bool is_open = false;
};

// Matches the beginning of `squeezed`, text in lower case without white space, with the titles that an item has had.
// Punctuation on either side is passed over. The longest one counts.
TitleMatch match_title(Item item, std::string_view squeezed);

}  // namespace weir::sec
