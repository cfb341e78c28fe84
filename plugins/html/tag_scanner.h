// Finds the parts of one tag: the tag name and attribute states of the HTML standard. Keeps positions, no bytes, so a
// tag may come in pieces of any size.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "html/tag.h"
#include "html/token_bytes.h"

namespace weir::html {

class TagScanner {
 public:
  // The next byte is the first letter of the name, at `position` in the tag.
  void begin(std::uint64_t position) {
    state_ = State::name;
    name_begin_ = static_cast<std::uint32_t>(position);
    name_end_ = 0;
    self_closing_ = false;
    spans_.clear();
  }

  // The same where the name has been read and ends at `name_end`.
  void begin_behind_name(std::uint64_t name_begin, std::uint64_t name_end) {
    begin(name_begin);
    name_end_ = static_cast<std::uint32_t>(name_end);
    state_ = State::before_attribute;
  }

  // Consumes bytes up to and with the `>` that ends the tag; `bytes` tells how far into the tag they are.
  const char* scan(const char* at, const char* end, const TokenBytes& bytes);

  bool ended() const { return state_ == State::ended; }
  bool self_closing() const { return self_closing_; }
  std::uint32_t name_begin() const { return name_begin_; }
  std::uint32_t name_end() const { return name_end_; }
  std::span<const AttributeSpan> attributes() const { return spans_; }

 private:
  enum class State : std::uint8_t {
    name,
    before_attribute,
    attribute,
    after_attribute,
    before_value,
    double_quoted,
    single_quoted,
    unquoted,
    self_closing,
    ended
  };

  const char* quoted(const char* at, const char* end, const TokenBytes& bytes, char quote);
  void begin_attribute(std::uint64_t position);
  void end_attribute();

  State state_ = State::ended;
  bool self_closing_ = false;
  std::uint32_t name_begin_ = 0;
  std::uint32_t name_end_ = 0;
  // The attribute that is being read; it is kept where it lies within what is kept of the tag.
  std::uint64_t attribute_name_begin_ = 0;
  std::uint64_t attribute_name_end_ = 0;
  std::uint64_t value_begin_ = 0;
  std::uint64_t value_end_ = 0;
  std::vector<AttributeSpan> spans_;
};

}  // namespace weir::html
