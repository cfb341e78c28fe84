#include <CLI/CLI.hpp>
#include <optional>
#include <sstream>
#include <string>

#include "cli/commands.h"
#include "cli/dead_letter_options.h"
#include "cli/json.h"
#include "cli/run_directories.h"
#include "cli/store_access.h"
#include "cli/terminal.h"
#include "observe/numbers.h"
#include "store/wall_clock.h"

namespace weir::cli {
namespace {

using observe::printable;

std::string shell_word(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// Each on a line of its own, below the first.
std::string below_each_other(const std::string& lines) {
  const std::string indent(12, ' ');
  std::string text;
  std::istringstream left(lines);
  for (std::string line; std::getline(left, line);) text += (text.empty() ? "" : "\n" + indent) + printable(line);
  return text;
}

// What it was, and what it cost.
std::string draw(const store::Attempt& attempt) {
  std::string text = "attempt " + std::to_string(attempt.number) + "  " + store::utc_time(attempt.ended_ms) + "  " +
                     std::string(to_string(attempt.failure_class)) + "  " + printable(attempt.reason) + " at " +
                     attempt.node + "\n";
  const auto add = [&text](const char* name, const std::string& value) {
    text += "  " + std::string(name) + std::string(10 - std::string_view(name).size(), ' ') + value + "\n";
  };
  if (!attempt.message.empty()) add("message", printable(attempt.message));
  if (attempt.started_ms) add("started", store::utc_time(*attempt.started_ms));
  if (attempt.wall_ns) add("wall", observe::short_nanoseconds(*attempt.wall_ns));
  if (attempt.cpu_ns) add("cpu", observe::short_nanoseconds(*attempt.cpu_ns));
  if (attempt.deadline_ms) add("deadline", observe::elapsed(static_cast<double>(*attempt.deadline_ms) / 1e3));
  if (attempt.granted_bytes) add("granted", format_size(*attempt.granted_bytes));
  if (attempt.peak_bytes) add("peak", format_size(*attempt.peak_bytes));
  if (attempt.isolated) add("isolated", "in a process of its own");
  if (!attempt.exit.empty()) add("exit", printable(attempt.exit));
  if (!attempt.error_output.empty()) add("stderr", below_each_other(attempt.error_output));
  return text;
}

std::string draw(const store::ReadStore& store, const store::DeadLetter& letter, const std::string& run) {
  const store::DocumentVerdict& verdict = letter.verdict;
  std::string text = "document  " + document_name(letter) + "\n";
  text += "source    " + letter.source + "\n";
  text += "file      " + printable(letter.entry.listed.location) + "\n";
  text += "size      " + format_size(letter.entry.listed.size) + "\n";
  const std::string hash = store.content_hash(letter.entry.number);
  text += "content   " + (hash.empty() ? "was not read to its end" : "xxh3-128 " + hash) + "\n";
  text += "node      " + verdict.node + "\n";
  text += "class     " + class_name(letter) + "\n";
  text += "reason    " + printable(verdict.reason) + "\n";
  if (!verdict.message.empty()) text += "message   " + printable(verdict.message) + "\n";
  text += "attempts  " + std::to_string(verdict.attempts) + "\n";
  if (letter.ignored) {
    text += "ignored   " + store::utc_time(letter.ignored->since_ms) + ": " + printable(letter.ignored->why) + "\n";
  }
  text += "again     weir dlq retry GRAPH " + run + " --document " + shell_word(document_name(letter)) + "\n";
  for (const store::Attempt& attempt : store.attempts(verdict.document)) text += draw(attempt);
  return text;
}

class DlqShowCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = dlq_group(application).add_subcommand("show", "all that is known about one dead letter");
    command_->add_option("document", document_, "its path, or the end of it")->required()->type_name("PATH");
    command_->add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    const std::filesystem::path directory = find_run(run_);
    const store::ReadStore store = open_store(directory);
    DeadLetterOptions options;
    options.documents = {document_};
    options.ignored = true;
    std::string text;
    for_each_dead_letter(store, options.filter(), [&](const store::DeadLetter& letter) {
      text += (text.empty() ? "" : "\n") + draw(store, letter, directory.string());
    });
    if (text.empty()) {
      throw run::RunError(run::ExitCode::usage, "no dead letter is called " + printable(document_) +
                                                    ": `weir why document` knows about any document");
    }
    write_out(text);
    return run::ExitCode::all_done;
  }

 private:
  CLI::App* command_ = nullptr;
  std::string document_;
  std::string run_;
};

}  // namespace

std::unique_ptr<Command> make_dlq_show_command() { return std::make_unique<DlqShowCommand>(); }

}  // namespace weir::cli
