#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "cli/dead_letter_options.h"
#include "cli/json.h"
#include "cli/run_directories.h"
#include "cli/store_access.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "observe/numbers.h"

namespace weir::cli {
namespace {

Table as_table(const store::DeadLetter& letter) {
  Table table;
  table.set("source", letter.source);
  table.set("path", letter.entry.listed.path);
  table.set("member", letter.entry.listed.member);
  table.set("record", Value(std::size_t{letter.verdict.document.ordinal}));
  table.set("size", Value(std::size_t{letter.entry.listed.size}));
  table.set("node", letter.verdict.node);
  table.set("class", class_name(letter));
  table.set("reason", letter.verdict.reason);
  table.set("message", letter.verdict.message);
  table.set("attempts", Value(std::size_t{letter.verdict.attempts}));
  if (letter.ignored) table.set("ignored", letter.ignored->why);
  return table;
}

class DlqCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = dlq_group(application).add_subcommand("list", "dead letters by reason, or one by one");
    command_->add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
    which_.declare(*command_);
    which_.declare_ignored(*command_);
    command_->add_flag("--all", all_, "one by one");
    command_->add_option("--format", format_, "text, or json: one object a line, one by one")
        ->check(CLI::IsMember({"text", "json"}));
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    const store::ReadStore store = open_store(find_run(run_));
    if (format_ == "json") {
      for_each_dead_letter(store, which_.filter(),
                           [](const store::DeadLetter& letter) { write_out(to_json(as_table(letter)) + "\n"); });
    } else if (all_ || which_.any()) {
      list_each(store);
    } else {
      list_groups(store);
    }
    return run::ExitCode::all_done;
  }

 private:
  void list_each(const store::ReadStore& store) const {
    std::vector<std::string> columns{"DOCUMENT", "NODE", "CLASS", "REASON", "ATTEMPTS", "ERROR"};
    if (which_.ignored) columns.emplace_back("IGNORED");
    TextTable table(std::move(columns), {4});
    for_each_dead_letter(store, which_.filter(), [&](const store::DeadLetter& letter) {
      std::vector<std::string> row{document_name(letter),
                                   letter.verdict.node,
                                   class_name(letter),
                                   observe::printable(letter.verdict.reason),
                                   observe::with_commas(letter.verdict.attempts),
                                   observe::printable(letter.verdict.message)};
      if (which_.ignored) row.push_back(letter.ignored ? observe::printable(letter.ignored->why) : "");
      table.add(std::move(row));
    });
    write_out((table.has_rows() ? table.draw() : "no dead letters\n") + left_out(store));
  }

  // Those that are dead too, and are not shown.
  std::string left_out(const store::ReadStore& store) const {
    if (which_.ignored) return "";
    store::DeadLetterFilter filter = which_.filter();
    filter.ignored = true;
    const std::size_t ignored = find_dead_letters(store, filter).size();
    if (ignored == 0) return "";
    return observe::with_commas(ignored) + (ignored == 1 ? " more is" : " more are") +
           " ignored: `weir dlq list --ignored` shows them\n";
  }

  void list_groups(const store::ReadStore& store) const {
    TextTable table({"REASON", "DOCS", "NODE", "CLASS", "EXAMPLE", "ERROR"}, {1});
    for (const store::DeadLetterGroup& group : store.dead_letter_groups()) {
      table.add({observe::printable(group.reason), observe::with_commas(group.documents), group.node,
                 std::string(to_string(group.failure_class)), document_name(group.example),
                 observe::printable(group.example.verdict.message)});
    }
    write_out((table.has_rows() ? table.draw() : "no dead letters\n") + left_out(store));
  }

  CLI::App* command_ = nullptr;
  std::string run_;
  DeadLetterOptions which_;
  bool all_ = false;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_dlq_command() { return std::make_unique<DlqCommand>(); }

}  // namespace weir::cli
