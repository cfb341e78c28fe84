#include <CLI/CLI.hpp>
#include <string>

#include "cli/budget.h"
#include "cli/commands.h"
#include "cli/graph_options.h"
#include "cli/node_resources.h"
#include "cli/terminal.h"
#include "observe/numbers.h"
#include "run/listing_check.h"

namespace weir::cli {
namespace {

class ValidateCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand(
        "validate", "check a graph file: every error at once; reads names and sizes of inputs, no content");
    graph_.declare(*command_);
    input_.declare(*command_);
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    LoadedGraph loaded = load_graph(graph_, common);
    NodeResources resources(loaded.specification.base_directory);
    const auto listing = run::list_sources(loaded.specification, input_.selection(), resources);
    run::check_listing(loaded.specification, listing, memory_budget(loaded.specification).tokens, loaded.diagnostics);
    refuse_if_wrong(loaded.diagnostics, graph_.graph);
    std::size_t entries = 0;
    for (const run::Listed& listed : listing) entries += listed.entries.size();
    write_out(graph_.graph + ": no errors; " + std::to_string(loaded.specification.nodes.size()) + " nodes, " +
              observe::with_commas(entries) + " inputs\n");
    return run::ExitCode::all_done;
  }

 private:
  CLI::App* command_ = nullptr;
  GraphOptions graph_;
  InputOptions input_;
};

}  // namespace

std::unique_ptr<Command> make_validate_command() { return std::make_unique<ValidateCommand>(); }

}  // namespace weir::cli
