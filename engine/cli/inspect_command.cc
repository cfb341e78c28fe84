#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/json.h"
#include "cli/terminal.h"
#include "graph/checkpoint_stage.h"
#include "graph/suggestion.h"
#include "plugin/catalogue.h"
#include "plugin/describe.h"

namespace weir::cli {
namespace {

[[noreturn]] void refuse(const plugin::Catalogue& catalogue, const std::string& name) {
  const std::string why = catalogue.why_unavailable(name);
  if (!why.empty()) throw run::RunError(run::ExitCode::usage, "the stage cannot be used: " + name + ": " + why);
  const std::vector<std::string> names = catalogue.names();
  const auto near = graph::nearest(name, names);
  throw run::RunError(
      run::ExitCode::usage,
      "no such stage: " + name + (near ? " (did you mean `" + *near + "`?)" : "") + "; `weir list` names all");
}

class InspectCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand(
        "inspect", "all about a stage: ports, parameters, memory, reasons, a node to paste into a graph");
    command_->add_option("stage", stage_, "the stage's name, as `weir list` shows it")->required()->type_name("STAGE");
    command_->add_option("--format", format_, "text or json")->check(CLI::IsMember({"text", "json"}));
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    plugin::Catalogue catalogue(plugin::search_path(common.plugin_directories));
    const bool own = stage_ == graph::checkpoint_stage().name;
    const StageInfo* stage = own ? &graph::checkpoint_stage() : catalogue.find(stage_);
    if (!stage) refuse(catalogue, stage_);
    const plugin::PluginId from = own ? plugin::PluginId{"weir itself", {}} : catalogue.plugin_of(stage_);
    write_out(format_ == "json" ? to_json(plugin::stage_table(*stage, from)) + "\n"
                                : plugin::describe_stage(*stage, from));
    return run::ExitCode::all_done;
  }

 private:
  CLI::App* command_ = nullptr;
  std::string stage_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_inspect_command() { return std::make_unique<InspectCommand>(); }

}  // namespace weir::cli
