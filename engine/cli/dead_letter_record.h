// All that is known about a dead letter, as one flat record: for programs, and as a row of a list of documents to run.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <weir/value.h>

#include "store/read_store.h"

namespace weir::cli {

class DeadLetterRecords {
 public:
  // `store` must outlive it.
  explicit DeadLetterRecords(const store::ReadStore& store);

  // The same keys for every letter, in the same order; what is not known is null. `path` is that of the source
  // document, and `location` the file it is in, also where the letter died below a checkpoint. `letters`: for how many
  // the record stands.
  Table of(const store::DeadLetter& letter, std::uint64_t letters) const;

  // The file that the source document is in.
  std::string location(const store::DeadLetter& letter) const;

 private:
  const store::ReadStore& store_;
  std::map<std::string, std::string> stages_;  // by node
};

}  // namespace weir::cli
