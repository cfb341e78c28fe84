// docs/run-directory.md names every table and column of the store, and no others.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

using Columns = std::map<std::string, std::set<std::string>>;  // by table

class Documentation : public StoreFixture {
 protected:
  Columns in_the_store() {
    Columns columns;
    const Database database(path(), Database::Mode::read);
    Statement read = database.prepare(
        "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'", "look");
    read.start();
    while (read.next()) columns[read.text(0)].insert(read.text(1));
    return columns;
  }

  // Headings give a table, before what it is; first cells give columns.
  static Columns in_the_page() {
    Columns columns;
    std::string table;
    std::ifstream page(WEIR_SOURCE_DIR "/docs/run-directory.md");
    for (std::string line; std::getline(page, line);) {
      if (line.starts_with("### ")) {
        table = words(line.substr(4)).front();
      } else if (line.starts_with("## ")) {
        table.clear();
      } else if (line.starts_with("| `")) {
        for (const std::string& name : words(line.substr(0, line.find(" | ")))) {
          if (!table.empty()) columns[table].insert(name);
        }
      }
    }
    return columns;
  }

  static std::vector<std::string> words(const std::string& text) {
    constexpr const char* kLetters = "abcdefghijklmnopqrstuvwxyz_";
    std::vector<std::string> words;
    for (std::size_t begin = text.find_first_of(kLetters); begin != std::string::npos;) {
      const std::size_t end = std::min(text.find_first_not_of(kLetters, begin), text.size());
      words.push_back(text.substr(begin, end - begin));
      begin = text.find_first_of(kLetters, end);
    }
    return words;
  }
};

TEST_F(Documentation, NamesEveryTableAndColumnAndNoOthers) { EXPECT_EQ(in_the_page(), in_the_store()); }

}  // namespace
}  // namespace weir::store
