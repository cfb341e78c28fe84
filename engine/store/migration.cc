#include "store/migration.h"

#include <sstream>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/replace_file.h"
#include "store/schema.h"

namespace weir::store {
namespace {

constexpr const char* kMigrationPurpose = "bring the store to this version of weir";

// Leaves all of the store in its one file, with no log beside it that could be taken for the copy's.
void fold_log_into(const Database& old) {
  Statement mode = old.prepare("PRAGMA journal_mode = DELETE", kMigrationPurpose);
  bool alone = false;
  try {
    mode.start();
    alone = mode.next() && mode.text(0) == "delete";
  } catch (const StoreError&) {
    // A store that is in use keeps its log.
  }
  mode.reset();
  if (alone) return;
  throw StoreError(StoreError::Kind::failed, std::string("cannot ") + kMigrationPurpose + ": " + old.path().string() +
                                                 ": another process reads it: try again when it has ended");
}

// What both versions of a table have, quoted and separated by commas.
std::string shared_columns(const Database& copy, const std::string& table) {
  std::string columns;
  Statement read = copy.prepare(
      "SELECT name FROM pragma_table_info(?1, 'main') INTERSECT SELECT name FROM pragma_table_info(?1, 'old')",
      kMigrationPurpose);
  read.start(table);
  while (read.next()) columns.append(columns.empty() ? "\"" : ", \"").append(read.text(0)).append("\"");
  return columns;
}

// Copies every table, as far as both versions have it. What is new begins empty, or with its default.
void copy_tables(const Database& copy) {
  std::vector<std::string> tables;
  Statement read = copy.prepare(
      "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name IN "
      "(SELECT name FROM old.sqlite_schema WHERE type = 'table')",
      kMigrationPurpose);
  read.start();
  while (read.next()) tables.push_back(read.text(0));
  for (const std::string& table : tables) {
    const std::string columns = shared_columns(copy, table);
    std::string sql = "INSERT INTO main.";
    sql.append(table).append(" (").append(columns).append(") SELECT ").append(columns).append(" FROM old.");
    copy.execute(sql.append(table).c_str(), kMigrationPurpose);
  }
}

// Version 1 had a line for each node: its id, the build of its plugin, and the rest as JSON. Version 2 has a line for
// each thing that decides its output.
std::string facts_of_line(const Database& copy, const std::string& line) {
  std::istringstream fields(line);
  std::string node, build, json;
  std::getline(fields, node, '\t');
  std::getline(fields, build, '\t');
  std::getline(fields, json);
  Statement read = copy.prepare(
      "SELECT 'stage', ?1 ->> '$.stage' UNION ALL SELECT 'version', ?1 ->> '$.version' UNION ALL SELECT 'build', ?2 "
      "UNION ALL SELECT 'data.' || key, value FROM json_each(?1, '$.data') "
      "UNION ALL SELECT 'with.' || w.key, ?1 -> w.fullkey FROM json_each(?1, '$.with') w "
      "UNION ALL SELECT 'from', (SELECT group_concat(value, ' ') FROM json_each(?1, '$.from')) "
      "WHERE json_array_length(?1, '$.from') > 0",
      kMigrationPurpose);
  std::string facts;
  read.start(json, build);
  while (read.next()) facts += node + '\t' + read.text(0) + '\t' + read.text(1) + '\n';
  return facts;
}

void rewrite_fingerprint(const Database& copy) {
  Statement read = copy.prepare("SELECT fingerprint FROM main.run", kMigrationPurpose);
  read.start();
  if (!read.next()) return;
  std::istringstream lines(read.text(0));
  read.reset();
  std::string facts;
  for (std::string line; std::getline(lines, line);) facts += facts_of_line(copy, line);
  copy.prepare("UPDATE main.run SET fingerprint = ?", kMigrationPurpose).run(facts);
}

void write_copy(const std::filesystem::path& from, int version, const std::filesystem::path& to) {
  const Database copy(to, Database::Mode::create);
  copy.log_ahead();
  copy.prepare("ATTACH DATABASE ? AS old", kMigrationPurpose).run(from.string());
  Transaction transaction(copy, kMigrationPurpose);
  create_schema(copy);
  copy_tables(copy);
  if (version < 2) rewrite_fingerprint(copy);
  transaction.commit();
  copy.execute("DETACH DATABASE old", kMigrationPurpose);
  copy.checkpoint();
}

}  // namespace

void migrate(const std::filesystem::path& path) {
  // A connection that can write would move the log into the file when it closes.
  const int version = schema_version(Database(path, Database::Mode::read));
  if (version == kStoreVersion) return;
  fold_log_into(Database(path, Database::Mode::write));
  const std::filesystem::path copy = path.string() + ".new";
  remove_unfinished(copy);
  write_copy(path, version, copy);
  replace_file(copy, path, kMigrationPurpose);
}

}  // namespace weir::store
