// Dead letters, one by one and by what they died of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/rows.h"
#include "store/verdicts.h"

namespace weir::store {

struct DeadLetter {
  Entry entry;
  std::string source;
  BatchId batch = 0;
  DocumentVerdict verdict;
};

// Which dead letters; what is not set matches all.
struct DeadLetterFilter {
  std::optional<std::string> reason;
  std::optional<std::string> node;
  std::optional<FailureClass> failure_class;
  std::optional<DocumentKey> after;  // in source order: where the last page ended
  std::uint64_t limit = 1000;
};

// Those that died of the same, with the first of them in source order.
struct DeadLetterGroup {
  std::string reason;
  std::string node;
  FailureClass failure_class = FailureClass::rejected;
  std::uint64_t documents = 0;
  DeadLetter example;
};

}  // namespace weir::store
