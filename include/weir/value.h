// A value of metadata or of a parameter: null, a boolean, an integer, a number, a string, a list or a table.
// Tables keep the order in which keys were set, so that what is written never depends on a hash.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace weir {

class Value;

using List = std::vector<Value>;

// An ordered table. Lookups are linear: tables of documents are short.
class Table {
 public:
  using Entry = std::pair<std::string, Value>;

  const Value* find(std::string_view key) const;
  // Replaces the value of `key` in place, or appends it.
  void set(std::string_view key, Value value);
  void erase(std::string_view key);

  std::size_t size() const;
  bool empty() const;
  std::vector<Entry>::const_iterator begin() const;
  std::vector<Entry>::const_iterator end() const;
  bool operator==(const Table& other) const;

 private:
  std::vector<Entry> entries_;
};

class Value {
 public:
  using Data = std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Table>;

  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : data_(value) {}
  template <std::integral Integer>
  Value(Integer value) : data_(static_cast<std::int64_t>(value)) {}
  Value(double value) : data_(value) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(List value) : data_(std::move(value)) {}
  Value(Table value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  // Null pointers where the value is of another type.
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  const double* number() const { return std::get_if<double>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const List* list() const { return std::get_if<List>(&data_); }
  const Table* table() const { return std::get_if<Table>(&data_); }

  const Data& data() const { return data_; }
  bool operator==(const Value&) const = default;

 private:
  Data data_;
};

// Entries are complete only from here on, so all that touches one stands here.
inline std::size_t Table::size() const { return entries_.size(); }
inline bool Table::empty() const { return entries_.empty(); }
inline std::vector<Table::Entry>::const_iterator Table::begin() const { return entries_.begin(); }
inline std::vector<Table::Entry>::const_iterator Table::end() const { return entries_.end(); }
inline bool Table::operator==(const Table& other) const { return entries_ == other.entries_; }

inline const Value* Table::find(std::string_view key) const {
  for (const Entry& entry : entries_) {
    if (entry.first == key) return &entry.second;
  }
  return nullptr;
}

// gcc 12 takes the alternatives that a value has not for uninitialised memory that is read, once all of it is inlined.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
inline void Table::set(std::string_view key, Value value) {
  for (Entry& entry : entries_) {
    if (entry.first == key) {
      entry.second = std::move(value);
      return;
    }
  }
  entries_.emplace_back(std::string(key), std::move(value));
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

inline void Table::erase(std::string_view key) {
  std::erase_if(entries_, [key](const Entry& entry) { return entry.first == key; });
}

}  // namespace weir
