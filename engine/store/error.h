// The one way in which the store fails: what could not be done, to which file, and what SQLite says.
//
// After an error the run stops; the transaction that failed has either happened whole or not at all, and the next
// opening shows which. Nothing is retried: a sync that failed once may report success the second time.
#pragma once

#include <stdexcept>
#include <string>

namespace weir::store {

class StoreError : public std::runtime_error {
 public:
  enum class Kind {
    failed,     // anything else; an input/output error, a damaged file
    disk_full,  // the run can go on once there is space
    refused,    // not a store, or written by a newer weir
  };

  StoreError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  Kind kind() const { return kind_; }
  bool is_disk_full() const { return kind_ == Kind::disk_full; }

 private:
  Kind kind_;
};

}  // namespace weir::store
