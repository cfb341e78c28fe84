// Why a document failed, as far as the engine has to know to decide what to do next.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

enum class FailureClass : std::uint8_t {
  rejected,   // malformed input, a stage's exception, a quality gate: not retried
  transient,  // an input/output error, a lost connection, HTTP 429 or 5xx: worth another try
  timeout,    // a deadline, or no progress
  memory,     // std::bad_alloc, or more than the grant
  crash,      // the process that ran it died
  lost,       // a stage neither emitted nor dropped nor failed: a bug in that stage
};

constexpr std::string_view to_string(FailureClass failure) {
  switch (failure) {
    case FailureClass::rejected:
      return "rejected";
    case FailureClass::transient:
      return "transient";
    case FailureClass::timeout:
      return "timeout";
    case FailureClass::memory:
      return "memory";
    case FailureClass::crash:
      return "crash";
    case FailureClass::lost:
      return "lost";
  }
  return "unknown";
}

// A document's failure: a value, recorded, and the run goes on.
struct Failure {
  FailureClass failure_class = FailureClass::rejected;
  std::string reason;   // short, stable, countable: `html.too_deep`
  std::string message;  // for a person: what, where, which values
  std::optional<std::chrono::milliseconds> retry_after;
};

}  // namespace weir
