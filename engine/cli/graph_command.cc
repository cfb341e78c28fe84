#include <CLI/CLI.hpp>
#include <string>

#include "cli/commands.h"
#include "cli/graph_options.h"
#include "cli/terminal.h"
#include "graph/draw.h"

namespace weir::cli {
namespace {

class GraphCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand("graph", "draw a graph: nodes, ports, limiter and checkpoint");
    graph_.declare(*command_);
    command_->add_option("--format", format_, "text, dot (Graphviz) or mermaid")
        ->check(CLI::IsMember({"text", "dot", "mermaid"}))
        ->capture_default_str();
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    const LoadedGraph loaded = load_graph(graph_, common);
    if (format_ == "dot") {
      write_out(graph::draw_dot(loaded.specification));
    } else if (format_ == "mermaid") {
      write_out(graph::draw_mermaid(loaded.specification));
    } else {
      write_out(graph::draw_text(loaded.specification));
    }
    return run::ExitCode::all_done;
  }

 private:
  CLI::App* command_ = nullptr;
  GraphOptions graph_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_graph_command() { return std::make_unique<GraphCommand>(); }

}  // namespace weir::cli
