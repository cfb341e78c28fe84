#include "cli/dead_letter_options.h"

#include <weir/units.h>

#include <CLI/CLI.hpp>
#include <chrono>

#include "observe/numbers.h"
#include "run/document_name.h"
#include "run/exit_code.h"

namespace weir::cli {
namespace {

std::optional<std::uint64_t> size_in(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto bytes = parse_size(text)) return bytes;
  throw run::RunError(run::ExitCode::usage, option + " must be a size such as 5MB: " + text);
}

// The time of day that long ago, milliseconds since 1970.
std::optional<std::int64_t> time_in(const std::string& option, const std::string& text) {
  using std::chrono::milliseconds;
  if (text.empty()) return std::nullopt;
  const auto age = parse_duration(text);
  if (!age) throw run::RunError(run::ExitCode::usage, option + " must be a duration such as 2h: " + text);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return (std::chrono::duration_cast<milliseconds>(now) - *age).count();
}

}  // namespace

void DeadLetterOptions::declare(CLI::App& command) {
  command.add_option("--document", documents, "only this one, by its path or the end of it; may be repeated")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command.add_option("--class", failure_class, "only those of this class of failure")
      ->check(CLI::IsMember({"rejected", "transient", "timeout", "memory", "crash", "lost"}));
  command.add_option("--reason", reason, "only those of this reason")->type_name("REASON");
  command.add_option("--node", node, "only those of this node")->type_name("NODE");
  command.add_option("--larger", larger, "only those of at least this size")->type_name("SIZE");
  command.add_option("--smaller", smaller, "only those of at most this size")->type_name("SIZE");
  command.add_option("--attempts", attempts, "only those that had at least so many attempts")->type_name("N");
  command.add_option("--older", older, "only those whose last attempt ended longer ago")->type_name("DURATION");
  command.add_option("--newer", newer, "only those whose last attempt ended since then")->type_name("DURATION");
}

void DeadLetterOptions::declare_ignored(CLI::App& command) {
  command.add_flag("--ignored", ignored, "those too that are ignored");
}

bool DeadLetterOptions::any() const { return !words().empty(); }

std::vector<std::string> DeadLetterOptions::words() const {
  std::vector<std::string> words;
  const auto add = [&words](const char* option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  for (const std::string& document : documents) add("--document", document);
  add("--class", failure_class);
  add("--reason", reason);
  add("--node", node);
  add("--larger", larger);
  add("--smaller", smaller);
  if (attempts > 0) add("--attempts", std::to_string(attempts));
  add("--older", older);
  add("--newer", newer);
  if (ignored) words.emplace_back("--ignored");
  return words;
}

store::DeadLetterFilter DeadLetterOptions::filter() const {
  store::DeadLetterFilter filter;
  filter.paths = documents;
  if (!failure_class.empty()) filter.failure_class = store::failure_class_of(failure_class);
  if (!reason.empty()) filter.reason = reason;
  if (!node.empty()) filter.node = node;
  filter.smallest = size_in("--larger", larger);
  filter.largest = size_in("--smaller", smaller);
  filter.attempts = attempts;
  filter.ended_before_ms = time_in("--older", older);
  filter.ended_after_ms = time_in("--newer", newer);
  if (!ignored) filter.ignored = false;
  return filter;
}

CLI::App& dlq_group(CLI::App& application) {
  for (CLI::App* known : application.get_subcommands([](CLI::App* each) { return each->get_name() == "dlq"; })) {
    return *known;
  }
  CLI::App* dlq = application.add_subcommand("dlq", "dead letters: documents given up, and why");
  dlq->require_subcommand(1);
  return *dlq;
}

std::vector<store::DocumentKey> find_dead_letters(const store::ReadStore& store,
                                                  const store::DeadLetterFilter& filter) {
  std::vector<store::DocumentKey> found;
  for_each_dead_letter(store, filter,
                       [&](const store::DeadLetter& letter) { found.push_back(letter.verdict.document); });
  return found;
}

std::string document_name(const store::DeadLetter& letter) {
  return observe::printable(run::name_of(letter.entry.listed));
}

std::string class_name(const store::DeadLetter& letter) {
  return letter.verdict.failure_class ? std::string(to_string(*letter.verdict.failure_class)) : "";
}

}  // namespace weir::cli
