#include "route/rule.h"

#include <algorithm>
#include <stdexcept>

#include <weir/units.h>

namespace weir::route {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

std::string string_of(const std::string& key, const Value& value) {
  if (!value.string() || value.string()->empty()) refuse("`" + key + "` must be a string that is not empty");
  return *value.string();
}

std::uint64_t size_of(const std::string& key, const Value& value) {
  const auto size = value.string() ? parse_size(*value.string()) : std::nullopt;
  if (!size) refuse("`" + key + "` must be a size such as \"50MB\"");
  return *size;
}

std::optional<double> as_number(const Value& value) {
  if (value.integer()) return static_cast<double>(*value.integer());
  if (value.number()) return *value.number();
  return std::nullopt;
}

double number_of(const std::string& key, const Value& value) {
  const auto number = as_number(value);
  if (!number) refuse("`" + key + "` must be a number");
  return *number;
}

// Numbers are equal whether written with a decimal point or not.
bool equal(const Value& a, const Value& b) {
  const auto number = as_number(a);
  return number ? number == as_number(b) : a == b;
}

}  // namespace

Rule::Rule(const Table& table) {
  for (const auto& [key, value] : table) read_key(key, value);
  check();
}

void Rule::read_key(const std::string& key, const Value& value) {
  if (key == "port") {
    port_ = string_of(key, value);
  } else if (key == "media_type") {
    media_type_ = string_of(key, value);
  } else if (key == "path") {
    path_.emplace(string_of(key, value));
  } else if (key == "size_above") {
    size_above_ = size_of(key, value);
  } else if (key == "size_below") {
    size_below_ = size_of(key, value);
  } else if (key == "field") {
    field_ = string_of(key, value);
  } else if (key == "equals") {
    equals_ = value;
  } else if (key == "above") {
    above_ = number_of(key, value);
  } else if (key == "below") {
    below_ = number_of(key, value);
  } else if (key == "in") {
    if (!value.list() || value.list()->empty()) refuse("`in` must be a list that is not empty");
    in_ = *value.list();
  } else {
    refuse("there is no `" + key +
           "`; there are port, media_type, path, size_above, size_below, and field with equals, in, above, below");
  }
}

void Rule::check() const {
  if (port_.empty()) refuse("`port` is missing");
  const bool plain =
      port_.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == std::string::npos;
  if (!plain) refuse("`port` must be made of letters, digits, `_` and `-`");
  if (port_ == "failed") refuse("the port `failed` is for documents that a stage rejects");
  const bool about_field = equals_ || above_ || below_ || in_;
  if (field_ && !about_field) refuse("`field` needs one of equals, in, above, below");
  if (!field_ && about_field) refuse("equals, in, above and below need a `field`");
  if (!field_ && !media_type_ && !path_ && !size_above_ && !size_below_) {
    refuse("it has no condition; what no rule takes leaves by the port `rest`");
  }
}

bool Rule::holds(const Document& document) const {
  const std::uint64_t size = document.content() ? document.content().size() : document.text().size();
  if (media_type_ && document.metadata().string("media_type") != *media_type_) return false;
  if (path_ && !path_->matches(document.origin().path)) return false;
  if (size_above_ && size <= *size_above_) return false;
  if (size_below_ && size >= *size_below_) return false;
  return !field_ || field_holds(document.metadata());
}

bool Rule::field_holds(const Metadata& metadata) const {
  const Value* value = metadata.find(*field_);
  if (!value || value->is_null()) return false;
  const auto is_value = [value](const Value& other) { return equal(*value, other); };
  if (equals_ && !is_value(*equals_)) return false;
  if (in_ && std::none_of(in_->begin(), in_->end(), is_value)) return false;
  const auto number = as_number(*value);
  if (above_ && !(number && *number > *above_)) return false;
  return !below_ || (number && *number < *below_);
}

}  // namespace weir::route
