// How a stage answers: it emits documents, drops what it was given with a reason, or fails.
//
// The answer of one call is collected and counts only when the call returns: a throw, a failure or an observed stop
// request discards what it emitted. A call that neither emits nor drops nor fails is an error of the stage.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/call.h>
#include <weir/document.h>
#include <weir/failure.h>

namespace weir {

class Emitter final : public Call {
 public:
  Emitter() = default;

  // Sends a document on, through the default port `out` or through a named one. Documents must be those of this call,
  // or derived from them. Throws std::invalid_argument for a port that the stage does not have.
  void emit(Document document) {
    note_progress();
    emitted_.push_back({0, std::move(document)});
  }
  void emit(std::string_view port, Document document) { emit(port_number(port), std::move(document)); }
  // The same by the port's number in its declaration: 0 is `out`. For stages that compute their ports.
  void emit(std::size_t port, Document document) {
    if (port >= ports_.size()) throw std::invalid_argument("no such port");
    note_progress();
    emitted_.push_back({static_cast<std::uint16_t>(port), std::move(document)});
  }

  // Takes out what was given to the call, or a part of it, for a reason that is counted (`not_applicable`); the detail
  // is for a person. In a call that is given several documents, name the one that is meant.
  void drop(std::string_view reason, std::string_view detail = {}) { drop_at(kWholeCall, reason, detail); }
  void drop(const Document& document, std::string_view reason, std::string_view detail = {}) {
    drop_at(document.position(), reason, detail);
  }

  // Gives up the call's documents, or the one that is meant.
  void fail(FailureClass failure_class, std::string_view reason, std::string_view message,
            std::optional<std::chrono::milliseconds> retry_after = {}) {
    fail_at(kWholeCall, failure_class, reason, message, retry_after);
  }
  void fail(const Document& document, FailureClass failure_class, std::string_view reason, std::string_view message,
            std::optional<std::chrono::milliseconds> retry_after = {}) {
    fail_at(document.position(), failure_class, reason, message, retry_after);
  }

 private:
  friend struct EngineAccess;

  static constexpr std::uint32_t kWholeCall = UINT32_MAX;
  struct Emission {
    std::uint16_t port;
    Document document;
  };
  struct Drop {
    std::uint32_t position;
    std::string reason;
    std::string detail;
  };
  struct FailureAt {
    std::uint32_t position;
    Failure failure;
  };

  std::size_t port_number(std::string_view port) const {
    const auto found = std::find(ports_.begin(), ports_.end(), port);
    if (found == ports_.end()) throw std::invalid_argument("no such port: " + std::string(port));
    return static_cast<std::size_t>(found - ports_.begin());
  }
  void drop_at(std::uint32_t position, std::string_view reason, std::string_view detail) {
    drops_.push_back({position, std::string(reason), std::string(detail)});
  }
  void fail_at(std::uint32_t position, FailureClass failure_class, std::string_view reason, std::string_view message,
               std::optional<std::chrono::milliseconds> retry_after) {
    failures_.push_back({position, {failure_class, std::string(reason), std::string(message), retry_after}});
  }

  std::span<const std::string> ports_;
  std::vector<Emission> emitted_;
  std::vector<Drop> drops_;
  std::vector<FailureAt> failures_;
};

}  // namespace weir
