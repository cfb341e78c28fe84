#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

#include "cli/books.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/run_directories.h"
#include "cli/store_access.h"
#include "cli/terminal.h"
#include "commit/error.h"
#include "commit/locks.h"
#include "commit/verification.h"
#include "observe/numbers.h"
#include "run/run_directory.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

class VerifyCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand("verify", "check that all that a run has written is there and unchanged");
    command_->add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
    command_->add_option("--out", output_, "where the run published, if not in its own directory")->type_name("DIR");
    command_->add_option("--format", format_, "text or json")->check(CLI::IsMember({"text", "json"}));
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    const fs::path directory = find_run(run_);
    if (const auto process = commit::Lock::holder_of_run(directory)) {
      throw run::RunError(run::ExitCode::cannot_write, "in use by a run of weir: " + directory.string() + ": process " +
                                                           std::to_string(*process) +
                                                           ": verify it when that has ended");
    }
    const store::ReadStore store = open_store(directory);
    const commit::Verification found = check(store, directory);
    const store::Totals books = books_of(store);
    write_out(format_ == "json" ? json(found, books) : text(directory, found, books));
    return found.faults.empty() ? run::ExitCode::all_done : run::ExitCode::input_output;
  }

 private:
  commit::Verification check(const store::ReadStore& store, const fs::path& directory) const {
    const fs::path output = output_.empty() ? run::RunDirectory(directory).output() : fs::path(output_);
    try {
      return commit::verify(store, directory, output);
    } catch (const commit::CommitError& error) {
      throw run::RunError(run::ExitCode::input_output, error.what());
    } catch (const store::StoreError& error) {
      throw run::RunError(run::ExitCode::input_output, error.what());
    }
  }

  static std::string text(const fs::path& directory, const commit::Verification& found, const store::Totals& books) {
    using observe::with_commas;
    std::string text = "run        " + directory.string() + "\n";
    text += "documents  " + equation(books) + "\n";
    text += "checked    " + with_commas(found.extents) + " extents, " + with_commas(found.volumes) +
            " published volumes, " + with_commas(found.files) + " files, " + with_commas(found.bytes) + " bytes\n";
    for (const std::string& fault : found.faults) text += "fault      " + observe::printable(fault) + "\n";
    return text + (found.faults.empty() ? "✓ all is as the store says\n"
                                        : "✗ " + with_commas(found.faults.size()) +
                                              (found.faults.size() == 1 ? " fault\n" : " faults\n"));
  }

  static std::string json(const commit::Verification& found, const store::Totals& books) {
    Table table;
    add_books(books, table);
    table.set("extents", Value(std::size_t{found.extents}));
    table.set("volumes", Value(std::size_t{found.volumes}));
    table.set("files", Value(std::size_t{found.files}));
    table.set("bytes", Value(std::size_t{found.bytes}));
    table.set("faults", Value(List(found.faults.begin(), found.faults.end())));
    return to_json(table) + "\n";
  }

  CLI::App* command_ = nullptr;
  std::string run_;
  std::string output_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_verify_command() { return std::make_unique<VerifyCommand>(); }

}  // namespace weir::cli
