#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "cli/graph_options.h"
#include "cli/json.h"
#include "cli/run_directories.h"
#include "cli/store_access.h"
#include "cli/terminal.h"
#include "cli/why_document.h"
#include "cli/why_output.h"
#include "observe/numbers.h"
#include "run/document_life.h"
#include "run/document_name.h"
#include "run/run_directory.h"
#include "run/stored_graph.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostListed = 20;  // documents that a name could be

std::string name_of(const store::FoundEntry& found) {
  return observe::printable(found.source + ":" + run::name_of(found.entry.listed));
}

// The one that was meant, or an error that says which there are.
store::DocumentKey document_of(const store::ReadStore& store, const std::string& id) {
  const run::NamedDocument named = run::find_document(store, id);
  if (named.found.size() == 1) return {named.found.front().entry.number, named.ordinal};
  std::string text = "no document of the run is called " + observe::printable(id);
  if (!named.found.empty()) {
    text = observe::with_commas(named.found.size()) + " documents are called " + observe::printable(id) +
           ": name one in full:";
    for (std::size_t i = 0; i < std::min(named.found.size(), kMostListed); ++i)
      text += "\n  " + name_of(named.found[i]);
    if (named.found.size() > kMostListed) text += "\n  …";
  }
  for (std::size_t i = 0; i < named.nearest.size(); ++i) {
    text += (i == 0 ? ": did you mean " : " or ") + observe::printable(named.nearest[i]);
  }
  throw run::RunError(run::ExitCode::usage, text + (named.nearest.empty() ? "" : "?"));
}

class WhyCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    CLI::App* why = application.add_subcommand("why", "what became of a document, and where output came from");
    why->require_subcommand(1);
    document_ =
        why->add_subcommand("document", "the life of a source document: its verdict, and where its records lie");
    document_->add_option("document", id_, "its path, or the end of it; SOURCE: may stand before it")
        ->required()
        ->type_name("ID");
    declare_common(*document_);
    origin_ = why->add_subcommand("output", "where a line of an output, or all of it, came from");
    origin_->add_option("output", file_, "the file, and the number of a line")->required()->type_name("FILE[:LINE]");
    declare_common(*origin_);
  }

  bool chosen() const override { return document_->parsed() || origin_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    write_out(document_->parsed() ? document(common) : output());
    return run::ExitCode::all_done;
  }

 private:
  std::string document(const CommonOptions& common) const {
    const fs::path directory = find_run(run_);
    const store::ReadStore store = open_store(directory);
    GraphCatalogue catalogue(common.plugin_directories);
    std::string why_no_graph;
    const auto graph = run::stored_graph(store, catalogue, why_no_graph);
    const run::DocumentLife life =
        run::life_of(store, place_of(directory), graph ? &*graph : nullptr, document_of(store, id_));
    if (format_ == "json") return to_json(life_table(life)) + "\n";
    return life_text(life) +
           (graph ? "" : "           rows of databases are not known: " + observe::printable(why_no_graph) + "\n");
  }

  std::string output() const {
    const auto [file, line] = split_line(file_);
    const fs::path directory = run_.empty() ? find_run_above(file) : find_run(run_);
    const store::ReadStore store = open_store(directory);
    const run::OutputOrigin origin = run::origin_of(store, place_of(directory), file, line);
    return format_ == "json" ? to_json(origin_table(origin)) + "\n" : origin_text(origin);
  }

  run::RunPlace place_of(const fs::path& directory) const {
    return {directory, output_.empty() ? run::RunDirectory(directory).output() : fs::path(output_)};
  }

  void declare_common(CLI::App& command) {
    command.add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
    command.add_option("--out", output_, "where the run published, if not in its own directory")->type_name("DIR");
    command.add_option("--format", format_, "text or json")->check(CLI::IsMember({"text", "json"}));
  }

  CLI::App* document_ = nullptr;
  CLI::App* origin_ = nullptr;
  std::string file_;
  std::string id_;
  std::string run_;
  std::string output_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_why_command() { return std::make_unique<WhyCommand>(); }

}  // namespace weir::cli
