#include <CLI/CLI.hpp>
#include <vector>

#include "cli/commands.h"
#include "cli/json.h"
#include "cli/terminal.h"
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
    if (format_ == "json") {
      for (const StageInfo* stage : stages) {
        write_out(to_json(plugin::stage_table(*stage, catalogue.plugin_of(stage->name))) + "\n");
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
