#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/dead_letter_options.h"
#include "cli/run_directories.h"
#include "cli/terminal.h"
#include "commit/locks.h"
#include "observe/numbers.h"
#include "run/as_run_errors.h"
#include "run/run_directory.h"
#include "store/store.h"

namespace weir::cli {
namespace {

std::string counted(std::size_t letters) {
  return observe::with_commas(letters) + (letters == 1 ? " dead letter" : " dead letters");
}

class DlqIgnoreCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = dlq_group(application)
                   .add_subcommand("ignore", "let dead letters be: they count no more for exit codes and run.max_dead");
    command_->add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
    which_.declare(*command_);
    command_->add_flag("--all", all_, "all of them");
    command_->add_option("--why", why_, "what was found; it is kept with each")->type_name("TEXT");
    command_->add_flag("--undo", undo_, "of those that are ignored: let them count again");
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    if (which_.any() == all_) {
      throw run::RunError(run::ExitCode::usage,
                          "say which dead letters, by --reason, --document and the like, or --all");
    }
    if (why_.empty() != undo_) {
      throw run::RunError(run::ExitCode::usage, undo_ ? "--undo takes no --why" : "say why: --why \"what was found\"");
    }
    store::DeadLetterFilter filter = which_.filter();
    filter.ignored = undo_;
    const run::RunDirectory directory(find_run(run_));
    return run::as_run_errors([&] {
      const commit::Lock lock = commit::Lock::run(directory.root());
      store::Store store(directory.store());
      const std::vector<store::DocumentKey> letters = find_dead_letters(store, filter);
      undo_ ? store.stop_ignoring(letters) : store.ignore(letters, why_);
      write_out(counted(letters.size()) + (undo_ ? " no longer ignored" : " ignored") + "; " + left(store) + "\n");
      return run::ExitCode::all_done;
    });
  }

 private:
  static std::string left(const store::ReadStore& store) {
    store::DeadLetterFilter filter;
    filter.ignored = false;
    return observe::with_commas(find_dead_letters(store, filter).size()) + " left";
  }

  CLI::App* command_ = nullptr;
  std::string run_;
  DeadLetterOptions which_;
  bool all_ = false;
  std::string why_;
  bool undo_ = false;
};

}  // namespace

std::unique_ptr<Command> make_dlq_ignore_command() { return std::make_unique<DlqIgnoreCommand>(); }

}  // namespace weir::cli
