// A run without stages: what a document comes to follows from its place in the listing, so that every test knows what
// must be published. Batches are made as the engine would have left them, and committed by the real committer.
//
// Of the source documents, some are dead, some filtered, some have no records in one sink, and some write files whose
// names others write too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "batch/batch.h"
#include "commit/committer.h"
#include "store/store.h"

namespace weir::test {

struct SyntheticSettings {
  std::filesystem::path run_directory;
  std::filesystem::path output_directory;
  std::uint64_t batches = 60;
  std::uint64_t documents_per_batch = 5;
  std::uint32_t seed = 1;        // of the order in which batches are finished; 0 is source order
  std::size_t most_batches = 4;  // of a commit
  std::size_t threads = 1;       // that submit
};

// The wiring of the run: a source `files`, a sink `records` (one volume), a sink `documents` (files of their own).
const batch::Wiring& synthetic_wiring();

// Lists, or resumes, runs to the end and publishes. Throws what the committer throws.
void run_synthetic(const SyntheticSettings& settings);

// The first of the batches that are pending, committed in the order of the listing; nothing is published.
void commit_synthetic(const SyntheticSettings& settings, std::size_t batches);

// Only begins the store and lists.
void begin_synthetic(const SyntheticSettings& settings);

// One batch as the engine leaves it.
commit::Finished make_finished(const store::ReadStore& store, const store::Batch& batch);

// What must be below the output directory in the end, by name: found by walking through the documents in source order.
std::map<std::string, std::string> expected_outputs(const SyntheticSettings& settings);

// What is there, by name; the staging folder included.
std::map<std::string, std::string> read_tree(const std::filesystem::path& directory);

}  // namespace weir::test
