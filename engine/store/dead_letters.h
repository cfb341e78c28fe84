// Dead letters, one by one and by what they died of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/rows.h"
#include "store/verdicts.h"

namespace weir::store {

// Somebody has looked at a dead letter and let it be: it stays in the books, and counts for nothing else.
struct Ignoring {
  std::int64_t since_ms = 0;  // since 1970
  std::string why;
};

struct DeadLetter {
  Entry entry;
  std::string source;
  BatchId batch = 0;
  DocumentVerdict verdict;
  std::optional<Ignoring> ignored;
};

// Which dead letters; what is not set matches all.
struct DeadLetterFilter {
  std::optional<std::string> reason;
  std::optional<std::string> node;
  std::optional<FailureClass> failure_class;
  std::vector<std::string> paths = {};    // any of these: `path`, `path!member`, or the end of one
  std::optional<std::uint64_t> smallest;  // listed bytes
  std::optional<std::uint64_t> largest;
  std::uint64_t attempts = 0;  // at least
  // When the last attempt ended, milliseconds since 1970; what has none recorded matches neither.
  std::optional<std::int64_t> ended_before_ms;
  std::optional<std::int64_t> ended_after_ms;
  std::optional<bool> ignored;       // only those that are, or that are not
  std::optional<DocumentKey> after;  // in source order: where the last page ended
  std::uint64_t limit = 1000;
};

// Those that died of the same and are not ignored, with the first of them in source order.
struct DeadLetterGroup {
  std::string reason;
  std::string node;
  FailureClass failure_class = FailureClass::rejected;
  std::uint64_t documents = 0;
  DeadLetter example;
};

}  // namespace weir::store
