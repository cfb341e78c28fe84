#include "sec/item.h"

#include <array>
#include <string_view>

namespace weir::sec {
namespace {

std::string number_of(const Item& item) {
  std::string name = std::to_string(item.number);
  if (item.letter != 0) name += item.letter;
  return name;
}

std::string part_of(const Item& item) {
  static constexpr std::array<std::string_view, 5> kRoman{"", "I", "II", "III", "IV"};
  return std::string(kRoman.at(item.part));
}

}  // namespace

std::string Item::name() const { return part == 0 ? number_of(*this) : part_of(*this) + "-" + number_of(*this); }

std::string Item::full_name() const {
  const std::string item = "Item " + number_of(*this);
  return part == 0 ? item : "Part " + part_of(*this) + ", " + item;
}

}  // namespace weir::sec
