#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/graph_options.h"
#include "cli/signals.h"
#include "run/serve.h"
#include "run/worker_program.h"
#include "worker/serve.h"

namespace weir::cli {
namespace {

// What `weir run` starts to run documents apart from itself; of no use to anybody else, and not in the help.
class WorkerCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand("worker", "run batches for a run")->group("");
    graph_.declare(*command_);
    command_->add_option("--expect", expected_)->required();
    command_->add_option("--large-texts", directory_)->required();
    command_->add_option("--spool", spools_)->allow_extra_args(false);
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    worker::tie_to_parent();
    block_signals();  // the engine finishes what is in flight, and needs its workers for that
    LoadedGraph loaded = load_graph(graph_, common);
    if (run::digest_of(fingerprint_of(loaded)) != expected_) {
      throw run::RunError(run::ExitCode::graph,
                          "the graph, or a file of it, has changed since the run began: " + graph_.graph);
    }
    run::serve(loaded.specification, spools(), directory_);
    return run::ExitCode::all_done;
  }

 private:
  std::map<std::string, std::string> spools() const {
    std::map<std::string, std::string> spools;
    for (const std::string& each : spools_) {
      const std::size_t equals = each.find('=');
      if (equals != std::string::npos) spools[each.substr(0, equals)] = each.substr(equals + 1);
    }
    return spools;
  }

  CLI::App* command_ = nullptr;
  GraphOptions graph_;
  std::string expected_;
  std::string directory_;
  std::vector<std::string> spools_;
};

}  // namespace

std::unique_ptr<Command> make_worker_command() { return std::make_unique<WorkerCommand>(); }

}  // namespace weir::cli
