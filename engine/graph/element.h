// What a graph file says, with places: TOML values and keys, before anybody asks what they mean.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "graph/location.h"

namespace weir::graph {

struct Element;
struct Member;

using Elements = std::vector<Element>;
using Members = std::vector<Member>;

// TOML's dates and times: nothing in a graph is one, so only their presence matters.
struct Moment {};

struct Element {
  std::variant<bool, std::int64_t, double, std::string, Moment, Elements, Members> data;
  Location at;

  // Null pointers where the element is of another type.
  const bool* boolean() const { return std::get_if<bool>(&data); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data); }
  const double* number() const { return std::get_if<double>(&data); }
  const std::string* string() const { return std::get_if<std::string>(&data); }
  const Elements* list() const { return std::get_if<Elements>(&data); }
  const Members* table() const { return std::get_if<Members>(&data); }

  // The member of a table; null where there is none.
  const Member* find(std::string_view key) const;
  Member* find(std::string_view key);

  // "a string", "an integer", …
  std::string_view type() const;
};

struct Member {
  std::string key;
  Location key_at;
  Element value;
};

}  // namespace weir::graph
