// Parameters of a stage: a struct with defaults, and one function that binds, checks and documents them at once, so
// that help, editor schema and error messages cannot drift from the code.
//
//   struct Params {
//     std::int64_t max_words = 380;
//     void declare(weir::ParamList& list) {
//       list.optional("max_words", max_words, "longest segment, in words").range(1, 10000);
//     }
//   };
//
// Types: bool, integers, double, std::string, Size, Duration, Secret, lists of strings or integers, lists of tables.
// A struct may also have `std::optional<std::string> check() const`, which says what is wrong between parameters.
#pragma once

#include <concepts>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <weir/units.h>
#include <weir/value.h>

namespace weir {

// A string that appears in no log, plan, report, store or fingerprint.
struct Secret {
  std::string value;
};

enum class ParamType : std::uint8_t {
  boolean,
  integer,
  number,
  string,
  size,
  duration,
  secret,
  string_list,
  integer_list,
  table_list
};

constexpr std::string_view to_string(ParamType type) {
  switch (type) {
    case ParamType::boolean:
      return "boolean";
    case ParamType::integer:
      return "integer";
    case ParamType::number:
      return "number";
    case ParamType::string:
      return "string";
    case ParamType::size:
      return "size";
    case ParamType::duration:
      return "duration";
    case ParamType::secret:
      return "secret";
    case ParamType::string_list:
      return "list of strings";
    case ParamType::integer_list:
      return "list of integers";
    case ParamType::table_list:
      return "list of tables";
  }
  return "unknown";
}

// One parameter: what it is, and how a value is bound to it.
class ParamSpec {
 public:
  // Bounds, both allowed. For sizes in bytes, for durations in milliseconds; for lists they hold for each element.
  ParamSpec& range(double lowest, double highest) {
    lowest_ = lowest;
    highest_ = highest;
    return *this;
  }
  ParamSpec& one_of(std::vector<std::string> choices) {
    choices_ = std::move(choices);
    return *this;
  }
  // The parameter changes speed or logging, and not a byte of output: it is left out of fingerprints.
  ParamSpec& not_in_output() {
    affects_output_ = false;
    return *this;
  }
  // The parameter names a file that the stage reads, relative to the graph file.
  ParamSpec& file() {
    is_file_ = true;
    return *this;
  }

  const std::string& name() const { return name_; }
  const std::string& help() const { return help_; }
  ParamType type() const { return type_; }
  bool required() const { return required_; }
  bool affects_output() const { return affects_output_; }
  bool is_file() const { return is_file_; }
  // What range() said, or what the field can hold; empty where anything goes.
  std::optional<double> lowest() const { return lowest_; }
  std::optional<double> highest() const { return highest_; }
  // A bound as it would be written in the graph file: 0.65, "1MiB", "10min".
  std::string written(double bound) const;
  const std::vector<std::string>& choices() const { return choices_; }
  // As it would be written in the graph file; null for required parameters and secrets.
  const Value& default_value() const { return default_; }

  // Checks the value and binds it. Returns what is wrong, fit to follow "`name` ": "must be …".
  std::optional<std::string> assign(const Value& value) const;

 private:
  friend class ParamList;

  std::optional<std::string> out_of_bounds(double number) const;
  std::optional<std::string> not_a_choice(const std::string& text) const;

  std::string name_;
  std::string help_;
  ParamType type_ = ParamType::string;
  bool required_ = false;
  bool affects_output_ = true;
  bool is_file_ = false;
  std::optional<double> lowest_;
  std::optional<double> highest_;
  std::vector<std::string> choices_;
  Value default_;
  std::function<bool(const Value&)> bind_;  // false: the type is wrong, or an integer does not fit
};

class ParamList {
 public:
  template <typename T>
  ParamSpec& required(std::string_view name, T& field, std::string_view help) {
    return add(name, field, help, true);
  }
  template <typename T>
  ParamSpec& optional(std::string_view name, T& field, std::string_view help) {
    return add(name, field, help, false);
  }

  const std::deque<ParamSpec>& specs() const { return specs_; }
  const ParamSpec* find(std::string_view name) const {
    for (const ParamSpec& spec : specs_) {
      if (spec.name() == name) return &spec;
    }
    return nullptr;
  }

 private:
  template <typename T>
  ParamSpec& add(std::string_view name, T& field, std::string_view help, bool required);

  std::deque<ParamSpec> specs_;  // addresses stay: declare() chains on them
};

}  // namespace weir

#include <weir/params_inline.h>
