#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

#include "cli/commands.h"
#include "cli/run_directories.h"
#include "cli/terminal.h"
#include "commit/locks.h"
#include "commit/output_tree.h"
#include "commit/parts.h"
#include "commit/publisher.h"
#include "commit/recovery.h"
#include "observe/numbers.h"
#include "run/as_run_errors.h"
#include "run/run_directory.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

class PublishCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand(
        "publish", "publish what a run that is not complete has committed so far, as NAME.partial");
    command_->add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
    command_->add_option("--out", output_, "where the run publishes, if not in its own directory")->type_name("DIR");
    command_->add_flag("--overwrite", overwrite_, "publish over a file that this run has not written");
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    const run::RunDirectory directory(find_run(run_));
    const fs::path output = output_.empty() ? directory.output() : fs::absolute(output_);
    return run::as_run_errors([&] {
      const commit::Lock run_lock = commit::Lock::run(directory.root());
      const commit::Lock output_lock = commit::Lock::output(output);
      store::Store store(directory.store());
      const std::vector<commit::Sink> sinks = commit::stored_volumes(store);
      commit::OutputTree tree(output);
      commit::Parts parts(directory.root(), sinks, store);
      commit::settle_outputs(store, sinks, parts, tree);
      commit::Publisher publisher(store, parts, tree, overwrite_);
      for (const store::Publication& done : publisher.publish_partially(sinks)) {
        write_out(tree.path_of(done.name).string() + "  " + observe::with_commas(done.records) + " records, " +
                  observe::with_commas(done.size) + " bytes\n");
      }
      return run::ExitCode::all_done;
    });
  }

 private:
  CLI::App* command_ = nullptr;
  std::string run_;
  std::string output_;
  bool overwrite_ = false;
};

}  // namespace

std::unique_ptr<Command> make_publish_command() { return std::make_unique<PublishCommand>(); }

}  // namespace weir::cli
