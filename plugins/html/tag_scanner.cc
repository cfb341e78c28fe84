#include "html/tag_scanner.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace weir::html {
namespace {

constexpr bool ends_name(char c) { return is_space(c) || c == '/' || c == '>'; }

// The same for the name of an attribute, as a table: many are long.
constexpr auto kEndsAttributeName = [] {
  std::array<bool, 256> ends{};
  for (std::size_t byte = 0; byte < ends.size(); ++byte) {
    const char c = static_cast<char>(byte);
    ends[byte] = ends_name(c) || c == '=';
  }
  return ends;
}();

constexpr bool ends_attribute_name(char c) { return kEndsAttributeName[static_cast<unsigned char>(c)]; }

}  // namespace

const char* TagScanner::scan(const char* at, const char* end, const TokenBytes& bytes) {
  while (at != end && state_ != State::ended) {
    switch (state_) {
      case State::name:
        while (at != end && !ends_name(*at)) ++at;
        name_end_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes.position(at), kMaxTokenBytes));
        if (at != end) state_ = State::before_attribute;
        break;
      case State::before_attribute:
        while (at != end && is_space(*at)) ++at;
        if (at == end) break;
        if (*at == '>') {
          state_ = State::ended;
          ++at;
        } else if (*at == '/') {
          state_ = State::self_closing;
          ++at;
        } else {
          begin_attribute(bytes.position(at));
          ++at;  // even where it is `=`
        }
        break;
      case State::attribute:
        while (at != end && !ends_attribute_name(*at)) ++at;
        if (at == end) break;
        attribute_name_end_ = bytes.position(at);
        state_ = State::after_attribute;
        if (end - at >= 2 && at[0] == '=' && at[1] == '"') {  // nearly all attributes
          at += 2;
          value_begin_ = bytes.position(at);
          state_ = State::double_quoted;
          at = quoted(at, end, bytes, '"');
        }
        break;
      case State::after_attribute:
        while (at != end && is_space(*at)) ++at;
        if (at == end) break;
        if (*at == '=') {
          state_ = State::before_value;
          ++at;
        } else {
          value_begin_ = value_end_ = 0;
          end_attribute();
        }
        break;
      case State::before_value:
        while (at != end && is_space(*at)) ++at;
        if (at == end) break;
        value_begin_ = value_end_ = bytes.position(at);
        if (*at == '"' || *at == '\'') {
          ++value_begin_;
          state_ = *at == '"' ? State::double_quoted : State::single_quoted;
          ++at;
        } else if (*at == '>') {
          end_attribute();
        } else {
          state_ = State::unquoted;
        }
        break;
      case State::double_quoted:
        at = quoted(at, end, bytes, '"');
        break;
      case State::single_quoted:
        at = quoted(at, end, bytes, '\'');
        break;
      case State::unquoted:
        while (at != end && !is_space(*at) && *at != '>') ++at;
        if (at == end) break;
        value_end_ = bytes.position(at);
        end_attribute();
        break;
      case State::self_closing:
        self_closing_ = *at == '>';
        state_ = State::before_attribute;
        break;
      case State::ended:
        break;
    }
  }
  return at;
}

const char* TagScanner::quoted(const char* at, const char* end, const TokenBytes& bytes, char quote) {
  const auto* stop = static_cast<const char*>(std::memchr(at, quote, static_cast<std::size_t>(end - at)));
  if (stop == nullptr) return end;
  value_end_ = bytes.position(stop);
  end_attribute();
  return stop + 1;
}

void TagScanner::begin_attribute(std::uint64_t position) {
  attribute_name_begin_ = position;
  state_ = State::attribute;
}

void TagScanner::end_attribute() {
  state_ = State::before_attribute;
  if (std::max(attribute_name_end_, value_end_) > kMaxTokenBytes) return;
  spans_.push_back({static_cast<std::uint32_t>(attribute_name_begin_), static_cast<std::uint32_t>(attribute_name_end_),
                    static_cast<std::uint32_t>(value_begin_), static_cast<std::uint32_t>(value_end_)});
}

}  // namespace weir::html
