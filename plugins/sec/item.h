// An item of a periodic report, as its number names it.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace weir::sec {

// A number from 1 to 16 and a letter from A to D, or none. Form 10-K numbers its items through; form 10-Q begins anew
// in its second part. Ordered as in the form.
struct Item {
  std::uint8_t part = 0;  // 1 to 4; 0 where the form numbers its items through, or while the part is not known
  std::uint8_t number = 0;
  char letter = 0;

  auto operator<=>(const Item&) const = default;
  // "1A"; with a part "II-1A".
  std::string name() const;
  // As a sentence names it: "Item 1A", "Part II, Item 1A".
  std::string full_name() const;
};

}  // namespace weir::sec
