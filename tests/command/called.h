// The stage `command` without an engine: real programs, and a stop request where a test asks for one.
#pragma once

#include <atomic>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <weir/engine_access.h>

#include "command/command.h"
#include "sdk_harness.h"

namespace weir::command {

class Beside final : public Resources {
 public:
  explicit Beside(std::string base_directory = "/") : base_directory_(std::move(base_directory)) {}
  const std::string& base_directory() const override { return base_directory_; }
  Logger& log() const override { throw std::logic_error("this stage does not log"); }

 private:
  std::string base_directory_;
};

inline Command made(const std::vector<std::string>& words, Table with = {}, const std::string& base_directory = "/") {
  with.set("command", List(words.begin(), words.end()));
  const auto params = harness::bind<Command::Params>(with);
  return {params, Command::load(params, Beside(base_directory))};
}

inline Command shell(const std::string& script) { return made({"sh", "-c", script}); }

// Safe from any thread.
inline Document text_of(const std::string& text) {
  static const Origin origin;
  Document document = Document::begin(origin);
  document.set_text(Text::verbatim(text, 0));
  return document;
}

// `stop`: asks it to end early.
inline harness::Answer answer(Command stage, const std::string& text, const std::atomic<bool>* stop = nullptr) {
  const std::vector<std::string> ports{"out"};
  Emitter emitter;
  EngineAccess::set_ports(emitter, ports);
  EngineAccess::prepare(emitter, stop, 0, nullptr);
  stage.process(text_of(text), emitter);
  return harness::take_answer(emitter, ports);
}

// "class reason: message" of the only failure; what else there is.
inline std::string failure(const harness::Answer& answer) {
  if (answer.failures.size() != 1 || !answer.documents.empty()) return "no failure";
  const Failure& only = answer.failures.front();
  return std::string(to_string(only.failure_class)) + " " + only.reason + ": " + only.message;
}

// The text of the only document; why there is none.
inline std::string text(const harness::Answer& answer) {
  if (answer.documents.size() != 1) return failure(answer);
  return std::string(answer.documents.front().text().view());
}

}  // namespace weir::command
