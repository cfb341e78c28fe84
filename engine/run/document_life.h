// What became of a source document, from its listing to where its records lie, across checkpoints and folds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/specification.h"
#include "run/lineage.h"
#include "run/places.h"
#include "store/read_store.h"

namespace weir::run {

// Documents that one source document has become in a spool, and that ended alike.
struct SpoolStay {
  std::string spool;
  std::string outcome;  // done, filtered, dead, pending, carried into the next spool, absorbed by a fold
  std::string node;     // of those that are filtered or dead
  std::string reason;
  std::uint64_t documents = 0;
};

// A document that has to have its verdict first.
struct Prerequisite {
  std::string name;     // its path, or `path!member`
  std::string outcome;  // as DocumentLife has it, of its first phase
};

struct DocumentLife {
  store::DocumentState document;
  std::string outcome;  // done, filtered, dead, pending, or under way: in a spool, and to be decided below it
  // What decided it, where it is filtered or dead; may be of a document that it became in a spool.
  std::optional<store::DocumentVerdict> verdict;
  std::vector<Prerequisite> depends_on;
  std::vector<Place> places;
  std::vector<SpoolStay> spools;
  std::vector<StagePassed> stages;
};

// As places_of().
DocumentLife life_of(const store::ReadStore& store, const RunPlace& run, const graph::Specification* specification,
                     store::DocumentKey document);

}  // namespace weir::run
