#include <weir/plugin.h>

#include "sqlite/sqlite_sink.h"

WEIR_PLUGIN(weir::stage<weir::sqlite::SqliteSink>("sqlite", "Writes a row of an SQLite table for each document.")
                .writes_database("path")
                .memory(2.0, std::uint64_t{256} << 10)
                .fails("wrong_type", "a value cannot be one of its column's type")
                .fails("key_missing", "a column of the key is null")
                .fails("bad_name", "a field's name cannot be that of an inferred column")
                .fails("too_long", "a row has more bytes than SQLite takes"))
