// Tags as the tokenizer hands them on. Views are valid during the call of the handler.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "html/bytes.h"
#include "html/element.h"

namespace weir::html {

// Where an attribute lies, counted from the tag's `<`. Without a value, value_begin == value_end.
struct AttributeSpan {
  std::uint32_t name_begin = 0;
  std::uint32_t name_end = 0;
  std::uint32_t value_begin = 0;
  std::uint32_t value_end = 0;
};

// Attributes as they are written: names in any case, values not decoded (see attribute_value), repeated ones included.
class Attributes {
 public:
  Attributes() = default;
  Attributes(std::string_view tag, std::span<const AttributeSpan> spans) : tag_(tag), spans_(spans) {}

  std::size_t size() const { return spans_.size(); }
  bool empty() const { return spans_.empty(); }
  std::string_view name(std::size_t i) const {
    return tag_.substr(spans_[i].name_begin, spans_[i].name_end - spans_[i].name_begin);
  }
  std::string_view value(std::size_t i) const {
    return tag_.substr(spans_[i].value_begin, spans_[i].value_end - spans_[i].value_begin);
  }

  // The value, as written, of the first attribute of this name, which is given in lower case: the one that counts.
  std::optional<std::string_view> find(std::string_view lower_name) const {
    for (std::size_t i = 0; i < size(); ++i) {
      if (equals_lower(name(i), lower_name)) return value(i);
    }
    return std::nullopt;
  }

 private:
  std::string_view tag_;
  std::span<const AttributeSpan> spans_;
};

struct StartTag {
  Element element = Element::other;
  std::string_view name;   // in lower case
  std::string_view bytes;  // as they are written, what is kept of them
  Attributes attributes;
  bool self_closing = false;
  std::uint64_t offset = 0;  // of `<` in the source
  std::uint64_t length = 0;  // up to and with `>`
};

struct EndTag {
  Element element = Element::other;
  std::string_view name;   // in lower case
  std::string_view bytes;  // as they are written, what is kept of them
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

}  // namespace weir::html
