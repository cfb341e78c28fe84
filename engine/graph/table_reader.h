// Reads one table strictly: what it is not asked for is an unknown key, what it is asked for has a type and a range.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/diagnostic.h"
#include "graph/element.h"

namespace weir::graph {

// "`key` must be …", with what it is beside the caret.
Diagnostic wrong_type(std::string_view key, const Element& value, std::string_view expected);

// "`what` is not available in this version"
Diagnostic not_available(std::string_view what, const Location& at);

class TableReader {
 public:
  // `owner` completes "… has no such key": "`[run]`", "a node". Table and diagnostics must outlive the reader.
  TableReader(const Element& table, std::string owner, Diagnostics& diagnostics)
      : table_(table), owner_(std::move(owner)), diagnostics_(diagnostics) {}

  // Each of these makes the key known. They return null where it is absent, or wrong and reported.
  const Element* any(std::string_view key);
  const Element* table(std::string_view key);
  const std::string* string(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t lowest, std::int64_t highest);
  // "1MiB", in bytes.
  std::optional<std::uint64_t> size(std::string_view key, std::uint64_t lowest, std::uint64_t highest);

  // "10min".
  std::optional<std::chrono::milliseconds> duration(std::string_view key, std::chrono::milliseconds lowest,
                                                    std::chrono::milliseconds highest);

  // A key of the design whose feature is still to come: an error where it is used.
  void unavailable(std::string_view key);

  // Where a key is missing, unless one that is there was probably meant to be it.
  void require(std::string_view key, const Location& at);

  // Reports what was not asked for. Call it last.
  void finish();

 private:
  struct Required {
    std::string key;
    Location at;
  };

  std::optional<std::string> meant_by(std::string_view unknown) const;

  const Element& table_;
  std::string owner_;
  Diagnostics& diagnostics_;
  std::vector<std::string> known_;
  std::vector<std::string> unavailable_;
  std::vector<Required> missing_;
};

}  // namespace weir::graph
