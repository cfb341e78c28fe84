// The bodies of ParamList and ParamSpec; included by params.h.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <weir/params.h>

namespace weir {
namespace detail {

template <typename T>
constexpr ParamType param_type() {
  if constexpr (std::same_as<T, bool>)
    return ParamType::boolean;
  else if constexpr (std::integral<T>)
    return ParamType::integer;
  else if constexpr (std::floating_point<T>)
    return ParamType::number;
  else if constexpr (std::same_as<T, std::string>)
    return ParamType::string;
  else if constexpr (std::same_as<T, Size>)
    return ParamType::size;
  else if constexpr (std::same_as<T, Duration>)
    return ParamType::duration;
  else if constexpr (std::same_as<T, Secret>)
    return ParamType::secret;
  else if constexpr (std::same_as<T, std::vector<std::string>>)
    return ParamType::string_list;
  else if constexpr (std::same_as<T, std::vector<std::int64_t>>)
    return ParamType::integer_list;
  else {
    static_assert(std::same_as<T, std::vector<Table>>, "not a type that a parameter can have");
    return ParamType::table_list;
  }
}

template <typename T>
bool bind_value(T& field, const Value& value) {
  if constexpr (std::same_as<T, bool>) {
    const bool* boolean = value.boolean();
    if (boolean) field = *boolean;
    return boolean;
  } else if constexpr (std::integral<T>) {
    const std::int64_t* integer = value.integer();
    if (!integer || !std::in_range<T>(*integer)) return false;
    field = static_cast<T>(*integer);
    return true;
  } else if constexpr (std::floating_point<T>) {
    if (value.number())
      field = static_cast<T>(*value.number());
    else if (value.integer())
      field = static_cast<T>(*value.integer());
    else
      return false;
    return true;
  } else if constexpr (std::same_as<T, std::string>) {
    if (!value.string()) return false;
    field = *value.string();
    return true;
  } else if constexpr (std::same_as<T, Secret>) {
    return bind_value(field.value, value);
  } else if constexpr (std::same_as<T, Size>) {
    const auto bytes = value.string() ? parse_size(*value.string()) : std::nullopt;
    if (bytes) field.bytes = *bytes;
    return bytes.has_value();
  } else if constexpr (std::same_as<T, Duration>) {
    const auto duration = value.string() ? parse_duration(*value.string()) : std::nullopt;
    if (duration) field = *duration;
    return duration.has_value();
  } else if constexpr (std::same_as<T, std::vector<Table>>) {
    if (!value.list()) return false;
    T tables;
    for (const Value& element : *value.list()) {
      if (!element.table()) return false;
      tables.push_back(*element.table());
    }
    field = std::move(tables);
    return true;
  } else {
    if (!value.list()) return false;
    T elements;
    for (const Value& element : *value.list()) {
      if (!bind_value(elements.emplace_back(), element)) return false;
    }
    field = std::move(elements);
    return true;
  }
}

template <typename T>
Value as_written(const T& field) {
  if constexpr (std::same_as<T, Size>) {
    return written_size(field.bytes);
  } else if constexpr (std::same_as<T, Duration>) {
    return written_duration(field);
  } else if constexpr (std::same_as<T, Secret>) {
    return Value();
  } else if constexpr (std::same_as<T, bool> || std::same_as<T, std::string>) {
    return Value(field);
  } else if constexpr (std::integral<T>) {
    return Value(static_cast<std::int64_t>(field));
  } else if constexpr (std::floating_point<T>) {
    return Value(static_cast<double>(field));
  } else {
    List list;
    for (const auto& element : field) list.emplace_back(element);
    return list;
  }
}

// What a value of this type looks like, for error messages.
constexpr std::string_view expected(ParamType type) {
  switch (type) {
    case ParamType::boolean:
      return "must be true or false";
    case ParamType::integer:
      return "must be an integer";
    case ParamType::number:
      return "must be a number";
    case ParamType::string:
      return "must be a string";
    case ParamType::size:
      return "must be a size such as \"64MiB\"";
    case ParamType::duration:
      return "must be a duration such as \"10min\"";
    case ParamType::secret:
      return "must be a string";
    case ParamType::string_list:
      return "must be a list of strings";
    case ParamType::integer_list:
      return "must be a list of integers";
    case ParamType::table_list:
      return "must be a list of tables";
  }
  return "has a wrong type";
}

}  // namespace detail

template <typename T>
ParamSpec& ParamList::add(std::string_view name, T& field, std::string_view help, bool required) {
  ParamSpec& spec = specs_.emplace_back();
  spec.name_ = name;
  spec.help_ = help;
  spec.type_ = detail::param_type<T>();
  spec.required_ = required;
  if (!required) spec.default_ = detail::as_written(field);
  if constexpr (std::integral<T> && !std::same_as<T, bool>) {  // what the field can hold, as far as it is narrower
    if (sizeof(T) < sizeof(std::int64_t) || std::unsigned_integral<T>) spec.lowest_ = std::numeric_limits<T>::min();
    if (sizeof(T) < sizeof(std::int64_t)) spec.highest_ = std::numeric_limits<T>::max();
  }
  spec.bind_ = [&field](const Value& value) { return detail::bind_value(field, value); };
  return spec;
}

inline std::string ParamSpec::written(double bound) const {
  if (type_ == ParamType::size) return "\"" + written_size(static_cast<std::uint64_t>(bound)) + "\"";
  if (type_ == ParamType::duration) return "\"" + written_duration(Duration(std::llround(bound))) + "\"";
  std::array<char, 400> digits{};
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), bound, std::chars_format::fixed);
  return {digits.data(), error == std::errc() ? end : digits.data()};
}

inline std::optional<std::string> ParamSpec::out_of_bounds(double number) const {
  if ((!lowest_ || number >= *lowest_) && (!highest_ || number <= *highest_)) return std::nullopt;
  if (!highest_) return "must be at least " + written(*lowest_);
  if (!lowest_) return "must be at most " + written(*highest_);
  return "must be between " + written(*lowest_) + " and " + written(*highest_);
}

inline std::optional<std::string> ParamSpec::not_a_choice(const std::string& text) const {
  if (choices_.empty() || std::find(choices_.begin(), choices_.end(), text) != choices_.end()) return std::nullopt;
  std::string message = "must be one of";
  for (const std::string& choice : choices_) message += (&choice == &choices_.front() ? " \"" : ", \"") + choice + "\"";
  return message;
}

inline std::optional<std::string> ParamSpec::assign(const Value& value) const {
  const auto check = [this](const Value& element) -> std::optional<std::string> {
    if (element.integer()) return out_of_bounds(static_cast<double>(*element.integer()));
    if (element.number()) return out_of_bounds(*element.number());
    if (!element.string()) return std::nullopt;
    if (type_ == ParamType::size) return out_of_bounds(static_cast<double>(parse_size(*element.string()).value_or(0)));
    if (type_ == ParamType::duration) {
      return out_of_bounds(static_cast<double>(parse_duration(*element.string()).value_or(Duration(0)).count()));
    }
    return not_a_choice(*element.string());
  };
  // First, since an integer that the field cannot hold does not bind either.
  if (type_ == ParamType::integer && value.integer()) {
    if (auto wrong = check(value)) return wrong;
  }
  if (!bind_(value)) return std::string(detail::expected(type_));
  if (!value.list()) return check(value);
  for (const Value& element : *value.list()) {
    if (auto wrong = check(element)) return wrong;
  }
  return std::nullopt;
}

}  // namespace weir
