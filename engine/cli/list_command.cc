#include <CLI/CLI.hpp>
#include <algorithm>
#include <vector>

#include "cli/commands.h"
#include "cli/json.h"
#include "cli/terminal.h"
#include "graph/checkpoint_stage.h"
#include "plugin/catalogue.h"
#include "plugin/describe.h"

namespace weir::cli {
namespace {

class ListCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand("list", "the stages that there are, and plugins that cannot be used");
    command_->add_option("--format", format_, "text, or json: one object a line")
        ->check(CLI::IsMember({"text", "json"}));
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    plugin::Catalogue catalogue(plugin::search_path(common.plugin_directories));
    catalogue.load_all();
    std::vector<const StageInfo*> stages;
    for (const std::string& name : catalogue.names()) {
      if (const StageInfo* stage = catalogue.find(name)) stages.push_back(stage);
    }
    const StageInfo* const own = &graph::checkpoint_stage();
    stages.insert(std::lower_bound(stages.begin(), stages.end(), own,
                                   [](const StageInfo* a, const StageInfo* b) { return a->name < b->name; }),
                  own);
    if (format_ == "json") {
      for (const StageInfo* stage : stages) {
        const plugin::PluginId from =
            stage == own ? plugin::PluginId{"weir itself", {}} : catalogue.plugin_of(stage->name);
        write_out(to_json(plugin::stage_table(*stage, from)) + "\n");
      }
    } else {
      write_out(plugin::describe_list(stages));
    }
    for (const plugin::Problem& problem : catalogue.problems()) write_error("! " + problem.sentence() + "\n");
    return run::ExitCode::all_done;
  }

 private:
  CLI::App* command_ = nullptr;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_list_command() { return std::make_unique<ListCommand>(); }

}  // namespace weir::cli
