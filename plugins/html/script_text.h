// Follows the text of a script to the `<` that may begin its end tag: the script data states of the HTML standard, by
// which `<!--<script>` hides an inner `</script>`.
#pragma once

#include <cstdint>
#include <string_view>

#include "html/bytes.h"

namespace weir::html {

class ScriptText {
 public:
  void begin() { state_ = State::plain; }

  // Consumes text; stops at a `<` that begins the end tag if `/` and the name follow, and is text if not.
  const char* scan(const char* at, const char* end) {
    while (at != end) {
      switch (state_) {
        case State::plain:
          at = find_any<'<'>(at, end);
          return at;
        case State::less_than:
          state_ = *at == '!' ? State::escape_start : State::plain;
          if (state_ == State::escape_start) ++at;
          break;
        case State::escape_start:
          state_ = *at == '-' ? State::escape_start_dash : State::plain;
          if (state_ == State::escape_start_dash) ++at;
          break;
        case State::escape_start_dash:
          state_ = *at == '-' ? State::escaped_two_dashes : State::plain;
          if (state_ == State::escaped_two_dashes) ++at;
          break;
        case State::escaped:
        case State::escaped_dash:
        case State::escaped_two_dashes:
          if (*at == '<') return at;
          after_dashes(*at++, State::escaped);
          break;
        case State::escaped_less_than:
          matched_ = 0;
          state_ = is_alpha(*at) ? State::double_escape_start : State::escaped;
          break;
        case State::double_escape_start:
          name(*at, State::double_escaped, State::escaped) ? ++at : at;
          break;
        case State::double_escaped:
        case State::double_escaped_dash:
        case State::double_escaped_two_dashes:
          after_dashes(*at++, State::double_escaped);
          break;
        case State::double_escaped_less_than:
          matched_ = 0;
          state_ = *at == '/' ? State::double_escape_end : State::double_escaped;
          if (state_ == State::double_escape_end) ++at;
          break;
        case State::double_escape_end:
          name(*at, State::escaped, State::double_escaped) ? ++at : at;
          break;
      }
    }
    return at;
  }

  // The `<` at which scan() stopped was followed by something other than `/` and is text.
  void less_than_is_text() { state_ = state_ == State::plain ? State::less_than : State::escaped_less_than; }

  // The `</` at which scan() stopped did not begin the end tag and is text.
  void end_tag_is_text() { state_ = state_ == State::plain ? State::plain : State::escaped; }

 private:
  // The three states of either kind follow each other; what they have in common is counted in after_dashes().
  enum class State : std::uint8_t {
    plain,
    less_than,
    escape_start,
    escape_start_dash,
    escaped,
    escaped_dash,
    escaped_two_dashes,
    escaped_less_than,
    double_escape_start,
    double_escaped,
    double_escaped_dash,
    double_escaped_two_dashes,
    double_escaped_less_than,
    double_escape_end
  };

  // Moves between the states without, with one and with two dashes, of which `base` is the first.
  void after_dashes(char c, State base) {
    const auto first = static_cast<std::uint8_t>(base);
    const int dashes = static_cast<std::uint8_t>(state_) - first;
    if (c == '-') {
      state_ = static_cast<State>(first + (dashes == 0 ? 1 : 2));
    } else if (c == '<') {
      state_ = State::double_escaped_less_than;
    } else {
      state_ = c == '>' && dashes == 2 ? State::plain : base;
    }
  }

  // Reads a name that turns from one kind of escape into the other if it is "script". Returns whether it took `c`.
  bool name(char c, State if_script, State otherwise) {
    constexpr std::string_view kScript = "script";
    if (is_space(c) || c == '/' || c == '>') {
      state_ = matched_ == kScript.size() ? if_script : otherwise;
      return true;
    }
    if (!is_alpha(c)) {
      state_ = otherwise;
      return false;
    }
    matched_ = matched_ < kScript.size() && to_lower(c) == kScript[matched_] ? matched_ + 1 : kScript.size() + 1;
    return true;
  }

  State state_ = State::plain;
  std::size_t matched_ = 0;  // letters of "script", beyond its length where another name was read
};

}  // namespace weir::html
