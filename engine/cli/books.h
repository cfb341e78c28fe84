// The books of a run, as commands show them.
#pragma once

#include <string>

#include <weir/value.h>

#include "store/read_store.h"

namespace weir::cli {

// All sources together.
store::Totals books_of(const store::ReadStore& store);

// "1,000 read = 990 done + 8 filtered + 2 dead".
std::string equation(const store::Totals& books);
// The same four as members of an object.
void add_books(const store::Totals& books, Table& table);

}  // namespace weir::cli
