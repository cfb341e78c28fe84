#include "command/command.h"

#include <sys/wait.h>
#include <sysexits.h>

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>

#include <weir/utf8.h>

#include "command/conversation.h"
#include "text/plain_text.h"

namespace weir::command {
namespace {

Failure rejected(std::string reason, std::string message) {
  return {FailureClass::rejected, std::move(reason), std::move(message), {}};
}

// What may be otherwise at the next attempt, unlike a file that is no program or arguments that are too long.
Failure not_started(const Program& program, const std::system_error& error) {
  const bool stays =
      error.code() == std::errc::executable_format_error || error.code() == std::errc::argument_list_too_long;
  return {stays ? FailureClass::rejected : FailureClass::transient,
          "command.not_started",
          "`" + program.name() + "`, that is " + program.file + ", " + error.what(),
          {}};
}

std::string with_last_line(const std::string& message, const Said& said) {
  return said.last_line.empty() ? message : message + ": " + said.last_line;
}

Failure died(const Program& program, const Said& said) {
  const int signal = WTERMSIG(said.status);
  const char* name = ::sigabbrev_np(signal);
  const std::string message = "`" + program.name() + "` was ended by " +
                              (name ? "SIG" + std::string(name) : "the signal " + std::to_string(signal));
  return {FailureClass::crash, "command.died", with_last_line(message, said), {}};
}

// Null where the program did what it should.
std::optional<Failure> failure_of(const Program& program, const Said& said, Size max_output) {
  const std::string name = "`" + program.name() + "` ";
  if (said.end == Said::End::too_long) {
    return rejected("command.output", name + "wrote more than `max_output`, " + written_size(max_output.bytes));
  }
  if (WIFSIGNALED(said.status)) return died(program, said);
  if (const int code = WEXITSTATUS(said.status)) {
    const std::string message = with_last_line(name + "ended with exit code " + std::to_string(code), said);
    if (code == EX_TEMPFAIL) return Failure{FailureClass::transient, "command.busy", message, {}};
    return rejected("command.failed", message);
  }
  const std::size_t wrong = first_invalid_utf8(said.output);
  if (wrong == said.output.size()) return std::nullopt;
  return rejected("not_utf8",
                  "the byte at offset " + std::to_string(wrong) + " of what " + name + "wrote is not UTF-8");
}

void replace_text(Document& document, TextBytes bytes) {
  const Range source = document.text().source_range();
  SourceMap map;
  if (bytes.empty()) {
    map.append_cut(source.begin, source.size());
  } else {
    map.append_rewritten(bytes.size(), source.begin, source.size());
  }
  document.set_text(Text(std::move(bytes), std::move(map)));
  document.blocks() = text::paragraphs(document.text().view());
}

}  // namespace

void Command::Params::declare(ParamList& list) {
  list.required("command", command, "the program and its arguments, each a string; no shell reads them");
  list.optional("max_output", max_output, "the longest text that it may write for a document");
  list.optional("version", version, "of the program, in your words: what was made with another one is stale");
}

std::optional<std::string> Command::Params::check() const {
  if (command.empty() || command.front().empty()) return "`command` names no program; its first string is the name";
  const auto holds_zero = [](const std::string& word) { return word.find('\0') != std::string::npos; };
  if (std::any_of(command.begin(), command.end(), holds_zero)) return "`command` holds a character U+0000";
  return std::nullopt;
}

std::shared_ptr<const Program> Command::load(const Params& params, const Resources& resources) {
  return std::make_shared<const Program>(find_program(params.command, resources.base_directory()));
}

void Command::process(Document document, Emitter& out) {
  const auto fail = [&](const Failure& failure) { out.fail(failure.failure_class, failure.reason, failure.message); };
  try {
    Said said = converse(*program_, document.text().view(), max_output_.bytes, out);
    if (said.end == Said::End::stopped) return;
    if (const auto failure = failure_of(*program_, said, max_output_)) return fail(*failure);
    replace_text(document, std::move(said.output));
  } catch (const std::system_error& error) {
    return fail(not_started(*program_, error));
  }
  out.emit(std::move(document));
}

}  // namespace weir::command
