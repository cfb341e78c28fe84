#include "graph/element.h"

#include <array>

namespace weir::graph {

const Member* Element::find(std::string_view key) const {
  if (!table()) return nullptr;
  for (const Member& member : *table()) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

Member* Element::find(std::string_view key) {
  auto* members = std::get_if<Members>(&data);
  if (!members) return nullptr;
  for (Member& member : *members) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

std::string_view Element::type() const {
  static constexpr std::array<std::string_view, std::variant_size_v<decltype(data)>> kTypes{
      "a boolean", "an integer", "a number", "a string", "a date or time", "a list", "a table"};
  return kTypes[data.index()];
}

}  // namespace weir::graph
