#include "cli/books.h"

#include "observe/numbers.h"

namespace weir::cli {

store::Totals books_of(const store::ReadStore& store) {
  store::Totals all;
  for (const store::Totals& source : store.totals()) {
    if (!source.is_spool) all.add(source);
  }
  return all;
}

std::string equation(const store::Totals& books) {
  using observe::with_commas;
  return with_commas(books.read) + " read = " + with_commas(books.done) + " done + " + with_commas(books.filtered) +
         " filtered + " + with_commas(books.dead) + " dead" +
         (books.ignored > 0 ? " (" + with_commas(books.ignored) + " ignored)" : "") +
         (books.under_way > 0 ? " + " + with_commas(books.under_way) + " under way" : "");
}

void add_books(const store::Totals& books, Table& table) {
  table.set("read", books.read);
  table.set("done", books.done);
  table.set("filtered", books.filtered);
  table.set("dead", books.dead);
  table.set("ignored", books.ignored);
  if (books.under_way > 0) table.set("under_way", books.under_way);
}

}  // namespace weir::cli
