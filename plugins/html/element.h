// The elements that matter to whoever reads a page; every other one is `other`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::html {

enum class Element : std::uint8_t {
  other,
#define WEIR_ELEMENT(identifier, name) identifier,
#include "html/elements.inc"
#undef WEIR_ELEMENT
  count
};

inline constexpr std::size_t kElementCount = static_cast<std::size_t>(Element::count);

// `name` in lower case.
Element element_of(std::string_view name);

}  // namespace weir::html
