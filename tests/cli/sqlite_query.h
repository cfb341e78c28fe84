// Databases as others see them.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace weir::testing {

// A connection of somebody else's.
class OtherConnection {
 public:
  explicit OtherConnection(const std::filesystem::path& path) {
    if (sqlite3_open(path.c_str(), &connection_) != SQLITE_OK) throw std::runtime_error("cannot open " + path.string());
    sqlite3_busy_timeout(connection_, 10'000);
  }
  OtherConnection(const OtherConnection&) = delete;
  OtherConnection& operator=(const OtherConnection&) = delete;
  ~OtherConnection() { sqlite3_close(connection_); }

  // A line for each row, with '|' between its values.
  std::string query(const std::string& sql) const {
    std::string lines;
    const auto add = [](void* lines, int columns, char** values, char**) {
      for (int i = 0; i < columns; ++i) {
        *static_cast<std::string*>(lines) += std::string(i == 0 ? "" : "|") + (values[i] ? values[i] : "");
      }
      *static_cast<std::string*>(lines) += '\n';
      return 0;
    };
    if (sqlite3_exec(connection_, sql.c_str(), add, &lines, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(connection_));
    }
    return lines;
  }

 private:
  sqlite3* connection_ = nullptr;
};

inline std::string query(const std::filesystem::path& path, const std::string& sql) {
  return OtherConnection(path).query(sql);
}

// Nobody else can write while this lives.
class LockedDatabase {
 public:
  explicit LockedDatabase(const std::filesystem::path& path) : connection_(path) {
    connection_.query("BEGIN EXCLUSIVE");
  }

 private:
  OtherConnection connection_;
};

}  // namespace weir::testing
