#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/books.h"
#include "cli/commands.h"
#include "cli/graph_options.h"
#include "cli/json.h"
#include "cli/run_directories.h"
#include "cli/store_access.h"
#include "cli/terminal.h"
#include "commit/error.h"
#include "commit/locks.h"
#include "observe/numbers.h"
#include "run/run_directory.h"
#include "run/verification.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNamesShown = 10;  // of the sources that are not what they were

class VerifyCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand(
        "verify", "check that all that a run has written is there and unchanged, and its sources");
    command_->add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
    command_->add_option("--out", output_, "where the run published, if not in its own directory")->type_name("DIR");
    command_->add_flag("--trust-inputs", trust_inputs_, "do not look whether the sources are still what was read");
    command_->add_option("--format", format_, "text or json")->check(CLI::IsMember({"text", "json"}));
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    const fs::path directory = find_run(run_);
    if (const auto process = commit::Lock::holder_of_run(directory)) {
      throw run::RunError(run::ExitCode::cannot_write, "in use by a run of weir: " + directory.string() + ": process " +
                                                           std::to_string(*process) +
                                                           ": verify it when that has ended");
    }
    const store::ReadStore store = open_store(directory);
    const run::RunVerification found = check(store, directory, common);
    const store::Totals books = books_of(store);
    write_out(format_ == "json" ? json(found, books) : text(directory, found, books));
    return found.outputs.faults.empty() ? run::ExitCode::all_done : run::ExitCode::input_output;
  }

 private:
  run::RunVerification check(const store::ReadStore& store, const fs::path& directory,
                             const CommonOptions& common) const {
    const fs::path output = output_.empty() ? run::RunDirectory(directory).output() : fs::path(output_);
    GraphCatalogue catalogue(common.plugin_directories);
    try {
      return run::verify(store, directory, output, catalogue, trust_inputs_);
    } catch (const commit::CommitError& error) {
      throw run::RunError(run::ExitCode::input_output, error.what());
    } catch (const store::StoreError& error) {
      throw run::RunError(run::ExitCode::input_output, error.what());
    }
  }

  std::string text(const fs::path& directory, const run::RunVerification& found, const store::Totals& books) const {
    using observe::with_commas;
    const commit::Verification& outputs = found.outputs;
    std::string text = "run        " + directory.string() + "\n";
    text += "documents  " + equation(books) + "\n";
    text += "checked    " + with_commas(outputs.extents) + " extents, " + with_commas(outputs.volumes) +
            " published volumes, " + with_commas(outputs.files) + " files, " + with_commas(outputs.bytes) + " bytes\n";
    if (outputs.databases > 0) {
      text += "           " + with_commas(outputs.databases) + " databases, " + with_commas(outputs.rows) + " rows\n";
    }
    if (!found.databases_unknown.empty()) {
      text += "           no databases: " + observe::printable(found.databases_unknown) + "\n";
    }
    if (!trust_inputs_) text += sources_text(found.sources);
    for (const std::string& fault : outputs.faults) text += "fault      " + observe::printable(fault) + "\n";
    return text + (outputs.faults.empty() ? "✓ all is as the store says\n"
                                          : "✗ " + with_commas(outputs.faults.size()) +
                                                (outputs.faults.size() == 1 ? " fault\n" : " faults\n"));
  }

  static std::string sources_text(const run::SourceCheck& sources) {
    using observe::with_commas;
    std::string text = "sources    " + with_commas(sources.documents) + " looked at";
    if (sources.changed.empty() && sources.gone.empty()) return text + ", as they were read\n";
    text += ": " + with_commas(sources.changed.size()) + " changed, " + with_commas(sources.gone.size()) +
            " gone since they were read\n";
    return text + names_text("changed    ", sources.changed) + names_text("gone       ", sources.gone);
  }

  static std::string names_text(const std::string& label, const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i) {
      text += label + observe::printable(names[i]) + "\n";
    }
    if (names.size() <= kNamesShown) return text;
    return text + label + "… and " + observe::with_commas(names.size() - kNamesShown) + " more\n";
  }

  std::string json(const run::RunVerification& found, const store::Totals& books) const {
    const auto list = [](const std::vector<std::string>& names) { return Value(List(names.begin(), names.end())); };
    Table table;
    add_books(books, table);
    table.set("extents", found.outputs.extents);
    table.set("volumes", found.outputs.volumes);
    table.set("files", found.outputs.files);
    table.set("databases", found.databases_unknown.empty() ? Value(found.outputs.databases) : Value());
    table.set("rows", found.outputs.rows);
    table.set("bytes", found.outputs.bytes);
    if (!trust_inputs_) {
      table.set("sources", found.sources.documents);
      table.set("sources_changed", list(found.sources.changed));
      table.set("sources_gone", list(found.sources.gone));
    }
    table.set("faults", list(found.outputs.faults));
    return to_json(table) + "\n";
  }

  CLI::App* command_ = nullptr;
  std::string run_;
  std::string output_;
  std::string format_ = "text";
  bool trust_inputs_ = false;
};

}  // namespace

std::unique_ptr<Command> make_verify_command() { return std::make_unique<VerifyCommand>(); }

}  // namespace weir::cli
