// What became of source documents, as the store keeps it: a row for each that is not plainly done.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/failure.h>

#include "store/rows.h"

namespace weir::store {

enum class Verdict : std::uint8_t { filtered, dead };

// As the store writes it.
FailureClass failure_class_of(const std::string& name);

struct DocumentVerdict {
  DocumentKey document;
  Verdict verdict = Verdict::filtered;
  std::string node;
  std::string reason;
  std::optional<FailureClass> failure_class;  // dead only
  std::string message;
  std::uint64_t attempts = 1;
  bool environment = false;          // another run on another day could end otherwise
  std::optional<DocumentKey> rival;  // `name_taken`: the document that has the name
};

// Whether another day could end otherwise: such verdicts are left out when the outputs of two runs are compared.
constexpr bool depends_on_environment(FailureClass failure) {
  return failure == FailureClass::timeout || failure == FailureClass::memory || failure == FailureClass::transient;
}

// Documents that a node dropped for a reason: what source documents were derived into, or they themselves. Changes no
// verdict.
struct DropCount {
  std::string node;
  std::string reason;
  std::uint64_t documents = 0;
};

// Work done by a node, added up over all sessions; work that is done again counts again.
struct NodeWork {
  std::string node;
  std::uint64_t calls = 0;
  std::uint64_t documents_in = 0;
  std::uint64_t documents_out = 0;
  std::uint64_t dropped = 0;
  std::uint64_t failed = 0;
  std::uint64_t wall_ns = 0;
  std::uint64_t cpu_ns = 0;
};

}  // namespace weir::store
