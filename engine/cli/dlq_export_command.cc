#include <weir/utf8.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <string>

#include "cli/commands.h"
#include "cli/csv.h"
#include "cli/dead_letter_options.h"
#include "cli/dead_letter_record.h"
#include "cli/json.h"
#include "cli/run_directories.h"
#include "cli/store_access.h"
#include "cli/terminal.h"
#include "observe/numbers.h"

namespace weir::cli {
namespace {

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (!point.valid) return false;
    at += point.length;
  }
  return true;
}

// Standard output, or a file, whose errors end the command.
class Output {
 public:
  explicit Output(const std::string& file) : name_(file) {
    if (name_.empty()) return;
    file_.open(name_, std::ios::binary | std::ios::trunc);
    check();
  }

  void write(const std::string& text) {
    if (name_.empty()) return write_out(text);
    file_ << text;
    check();
  }

  void close() {
    if (name_.empty()) return;
    file_.close();
    check();
  }

 private:
  void check() const {
    if (file_) return;
    throw run::RunError(run::ExitCode::cannot_write,
                        "cannot write " + observe::printable(name_) + ": " + std::strerror(errno));
  }

  std::string name_;
  std::ofstream file_;
};

class DlqExportCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = dlq_group(application)
                   .add_subcommand("export", "dead letters as a list, for programs and for another `weir run`");
    command_->add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
    which_.declare(*command_);
    which_.declare_ignored(*command_);
    command_->add_option("--format", format_, "jsonl, or csv: a header, then a row each")
        ->check(CLI::IsMember({"jsonl", "csv"}))
        ->capture_default_str();
    command_->add_option("--to", to_, "a file [standard output]")->type_name("FILE");
    command_->add_flag("--each", each_, "every dead letter; otherwise of each file the first, and how many it has");
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    const store::ReadStore store = open_store(find_run(run_));
    const DeadLetterRecords records(store);
    std::map<std::string, std::uint64_t> letters;  // by file; of those that are written already, none
    for_each_dead_letter(store, which_.filter(),
                         [&](const store::DeadLetter& letter) { ++letters[records.location(letter)]; });
    Output output(to_);
    bool first = true;
    for_each_dead_letter(store, which_.filter(), [&](const store::DeadLetter& letter) {
      const std::string location = records.location(letter);
      if (!each_ && letters[location] == 0) return;
      const Table row = records.of(letter, each_ ? 1 : letters[location]);
      letters[location] = 0;
      if (first && format_ == "csv") output.write(csv_header(row));
      first = false;
      output.write(format_ == "csv" ? csv_row(row) : to_json(row) + "\n");
      if (format_ == "jsonl" && !is_utf8(location)) ++unreadable_;
    });
    output.close();
    warn();
    return run::ExitCode::all_done;
  }

 private:
  void warn() const {
    if (unreadable_ == 0) return;
    write_error(observe::with_commas(unreadable_) +
                (unreadable_ == 1 ? " file has a name that is" : " files have names that are") +
                " not UTF-8, which JSON cannot hold: --format csv can\n");
  }

  CLI::App* command_ = nullptr;
  std::string run_;
  DeadLetterOptions which_;
  std::string format_ = "jsonl";
  std::string to_;
  bool each_ = false;
  std::uint64_t unreadable_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_dlq_export_command() { return std::make_unique<DlqExportCommand>(); }

}  // namespace weir::cli
