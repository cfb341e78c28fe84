#include <CLI/CLI.hpp>
#include <string>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "graph/explanation.h"

namespace weir::cli {
namespace {

class ExplainCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand("explain", "what an error code of a graph file means");
    command_->add_option("code", code_, "a code such as E012; without one, all are listed")->type_name("CODE");
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    if (code_.empty()) {
      for (const graph::Explanation& each : graph::explanations()) {
        write_out(std::string(each.code) + "  " + std::string(each.title) + "\n");
      }
      return run::ExitCode::all_done;
    }
    const auto found = graph::explain(code_);
    if (!found) throw run::RunError(run::ExitCode::usage, "no such code: " + code_ + " (`weir explain` lists all)");
    write_out(std::string(found->code) + ": " + std::string(found->title) + "\n\n" + std::string(found->text) + "\n");
    return run::ExitCode::all_done;
  }

 private:
  CLI::App* command_ = nullptr;
  std::string code_;
};

}  // namespace

std::unique_ptr<Command> make_explain_command() { return std::make_unique<ExplainCommand>(); }

}  // namespace weir::cli
