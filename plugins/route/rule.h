// One rule of `route`: a port, and the conditions under which a document leaves by it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/document.h>
#include <weir/value.h>

#include "glob/glob.h"

namespace weir::route {

// All conditions that are given must hold.
class Rule {
 public:
  // Throws std::invalid_argument with a sentence about what is wrong.
  explicit Rule(const Table& table);

  const std::string& port() const { return port_; }
  bool holds(const Document& document) const;

 private:
  void read_key(const std::string& key, const Value& value);
  void check() const;
  bool field_holds(const Metadata& metadata) const;

  std::string port_;
  std::optional<std::string> media_type_;
  std::optional<glob::Glob> path_;
  std::optional<std::uint64_t> size_above_;  // bytes of content
  std::optional<std::uint64_t> size_below_;
  std::optional<std::string> field_;  // of the metadata; what follows is said about it
  std::optional<Value> equals_;
  std::optional<double> above_;
  std::optional<double> below_;
  std::optional<List> in_;
};

}  // namespace weir::route
