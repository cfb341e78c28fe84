#include <CLI/CLI.hpp>
#include <string>

#include "cli/commands.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

constexpr const char* kExitCodes =
    "  0  all done\n"
    "  1  done, with dead letters (`weir dlq list`) that are not ignored\n"
    "  2  the command line was wrong\n"
    "  3  stopped: more documents are dead than run.max_dead allows\n"
    " 70  a bug: the books do not balance, or a stage lost a document\n"
    " 73  an output or the run directory cannot be written, or is in use\n"
    " 74  an input or output error, or damaged state\n"
    " 75  stopped; the same command resumes\n"
    " 78  the graph file is wrong, or has changed since the run began\n"
    "130  interrupted after what had begun was committed; the same command resumes\n";

class HelpCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    application_ = &application;
    command_ = application.add_subcommand("help", "a page of help: exit-codes, or a command");
    command_->add_option("topic", topic_, "exit-codes, or the name of a command")->type_name("TOPIC");
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    if (topic_.empty()) {
      write_out(application_->help());
    } else if (topic_ == "exit-codes") {
      write_out(kExitCodes);
    } else {
      write_out(find_command().help());
    }
    return run::ExitCode::all_done;
  }

 private:
  const CLI::App& find_command() const {
    try {
      return *application_->get_subcommand(topic_);
    } catch (const CLI::OptionNotFound&) {
      throw run::RunError(run::ExitCode::usage, "no help on: " + topic_ + " (`weir --help` lists the commands)");
    }
  }

  CLI::App* application_ = nullptr;
  CLI::App* command_ = nullptr;
  std::string topic_;
};

}  // namespace

std::unique_ptr<Command> make_help_command() { return std::make_unique<HelpCommand>(); }

}  // namespace weir::cli
