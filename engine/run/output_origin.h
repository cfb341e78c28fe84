// Where a line of an output, or all of it, came from: which source documents, by which stages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "run/lineage.h"
#include "run/places.h"
#include "run/record_lines.h"
#include "store/read_store.h"

namespace weir::run {

struct OutputOrigin {
  std::string sink;
  std::string stage;  // of the sink
  std::string path;
  // Of a line: the record that it belongs to, in plain bytes where the file is compressed. Else null.
  std::optional<RecordLines> record;
  std::string text;        // of that record, its first MiB
  bool is_header = false;  // what the file begins with, before its first record
  // Source documents that it may come from, in source order, and of how many the first are here.
  std::vector<store::Entry> documents;
  std::uint64_t document_count = 0;
  std::vector<StagePassed> stages;
  // Of a CSV sink: its columns, as JSON, and what stands between them.
  std::string fields;
  char separator = ',';
};

// `line` counts from 1; none: the whole file. Throws RunError (2) where the run has no such output, or the file no such
// line; CommitError where the file cannot be read.
OutputOrigin origin_of(const store::ReadStore& store, const RunPlace& run, const std::filesystem::path& file,
                       std::optional<std::uint64_t> line);

}  // namespace weir::run
