#include <weir/plugin.h>

#include "manifest/manifest.h"

WEIR_PLUGIN(weir::stage<weir::manifest::Manifest>(
                "manifest", "Reads the files that a CSV, JSONL or TOML file lists, with metadata, priority and order.")
                .fails("missing_file", "there is no file where the manifest says")
                .fails("special_file", "a folder, named pipe, socket or device")
                .fails("metadata", "what the listing has of the document cannot be read again")
                .memory(0.0, std::uint64_t{64} << 10))
