// What a plugin file tells about itself without being loaded: an ELF note, owner "weir", type 1, that holds the names
// of its stages, each ended by a zero byte and the whole filled up with zero bytes to a multiple of four.
//
// WEIR_PLUGIN makes the note at compile time from its own text, where a stage reads `stage<T>("name", …)`. A
// registration that is written otherwise gives an empty list; then the file has to be loaded to see what is in it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir {

inline constexpr std::uint32_t kStageNoteType = 1;

namespace detail {

constexpr bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The closing quote of the literal whose opening quote is at `open`.
constexpr std::size_t end_of_literal(std::string_view text, std::size_t open) {
  std::size_t at = open + 1;
  while (at < text.size() && text[at] != text[open]) at += text[at] == '\\' ? 2 : 1;
  return at;
}

// Calls add(name) for each string that is the first argument of a `stage<…>(…)`.
template <typename Add>
constexpr void for_each_stage_name(std::string_view registration, Add&& add) {
  bool awaits_name = false;
  char before = ' ';   // the character in front of this one
  char visible = ' ';  // the same, white space left out
  for (std::size_t at = 0; at < registration.size(); ++at) {
    const char c = registration[at];
    if (c == '"') {
      const std::size_t end = end_of_literal(registration, at);
      if (awaits_name && visible == '(') add(registration.substr(at + 1, end - at - 1));
      awaits_name = false;
      at = end;
    } else if (c == '\'' && !is_word(before)) {  // else it separates digits
      at = end_of_literal(registration, at);
    } else if (!is_word(before) && registration.substr(at).starts_with("stage<")) {
      awaits_name = true;
    }
    before = c;
    if (c != ' ') visible = c;
  }
}

// Bytes that the names take in a note.
consteval std::size_t stage_names_size(std::string_view registration) {
  std::size_t size = 0;
  for_each_stage_name(registration, [&size](std::string_view name) { size += name.size() + 1; });
  return (size + 3) / 4 * 4 + (size == 0 ? 4 : 0);
}

template <std::size_t Size>
struct StageNote {
  std::uint32_t owner_size = sizeof "weir";
  std::uint32_t names_size = Size;
  std::uint32_t type = kStageNoteType;
  std::array<char, 8> owner{'w', 'e', 'i', 'r'};
  std::array<char, Size> names{};
};

template <std::size_t Size>
consteval StageNote<Size> stage_note(std::string_view registration) {
  StageNote<Size> note;
  std::size_t size = 0;
  for_each_stage_name(registration, [&](std::string_view name) {
    for (const char c : name) note.names[size++] = c;
    ++size;
  });
  return note;
}

}  // namespace detail
}  // namespace weir
