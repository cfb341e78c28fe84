// What is known about a document: an ordered table of values.
//
// Documents derived from one another share what they inherit: `share()` freezes the entries, and copies made from then
// on hold only what they set themselves. A filing's twenty fields are so stored once, not once for each segment.
// A Metadata belongs to one document and so to one thread at a time; frozen layers are immutable and may be shared.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include <weir/value.h>

namespace weir {

class Metadata {
 public:
  const Value* find(std::string_view key) const {
    if (const Value* own = own_.find(key)) return own;
    return inherited_ ? inherited_->find(key) : nullptr;
  }

  // The string under `key`, or an empty view where there is none or it is of another type.
  std::string_view string(std::string_view key) const {
    const Value* value = find(key);
    const std::string* text = value ? value->string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
  }

  void set(std::string_view key, Value value) { own_.set(key, std::move(value)); }

  // Calls visit(key, value) for every key once: inherited ones first, in the order in which they were first set.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    if (inherited_) {
      for (const auto& [key, value] : *inherited_) {
        const Value* own = own_.find(key);
        visit(std::string_view(key), own ? *own : value);
      }
    }
    for (const auto& [key, value] : own_) {
      if (!inherited_ || !inherited_->find(key)) visit(std::string_view(key), value);
    }
  }

  // A copy that shares everything set so far with this one.
  Metadata share() {
    freeze();
    Metadata copy;
    copy.inherited_ = inherited_;
    return copy;
  }

  Table to_table() const {
    Table table;
    for_each([&](std::string_view key, const Value& value) { table.set(key, value); });
    return table;
  }

 private:
  void freeze() {
    if (own_.empty()) return;
    inherited_ = std::make_shared<const Table>(to_table());
    own_ = Table();
  }

  std::shared_ptr<const Table> inherited_;
  Table own_;
};

}  // namespace weir
