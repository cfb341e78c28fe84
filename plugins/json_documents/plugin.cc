#include <weir/plugin.h>

#include "json_documents/json_documents.h"

WEIR_PLUGIN(weir::stage<weir::json::JsonDocuments>(
                "json_documents", "Writes a JSON file for each source document, or for each value of a field in it.")
                .writes_files("path")
                .fails("name_taken", "two values of group_by give the same file name")
                .memory(2.0, std::uint64_t{256} << 10))
