#include "cli/application.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <string>

#include "cli/commands.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "run/as_run_errors.h"

namespace weir::cli {
namespace {

// Help goes to standard output; a wrong command line is exit code 2, whatever CLI11 calls it.
int report(const CLI::App& application, const CLI::ParseError& error) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    return application.exit(error);
  }
  write_error("weir: " + std::string(error.what()) + "\nhelp: weir --help\n");
  return static_cast<int>(run::ExitCode::usage);
}

int execute(Command& command, const CommonOptions& common) {
  try {
    // Whatever a command asks of the store, a disk that fails is no bug of weir.
    return static_cast<int>(run::as_run_errors([&] { return command.execute(common); }));
  } catch (const run::RunError& error) {
    write_error("weir: " + std::string(error.what()) + "\n");
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    write_error("weir: this should not have happened: " + std::string(error.what()) + "\n");
    return static_cast<int>(run::ExitCode::internal_error);
  }
}

}  // namespace

int run_application(int argc, char** argv) {
  ignore_broken_pipes();
  CLI::App application("Runs document-preprocessing graphs: memory bounded, output exactly once.", "weir");
  application.set_version_flag("--version", std::string("weir ") + WEIR_VERSION);
  application.require_subcommand(1);
  application.fallthrough();
  CommonOptions common;
  common.command_line.assign(argv, argv + argc);
  application.add_option("--plugin-dir", common.plugin_directories, "look for plugins here first; may be repeated")
      ->type_name("DIR")
      ->allow_extra_args(false);
  const auto commands = make_commands();
  for (const auto& command : commands) command->declare(application);
  try {
    application.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report(application, error);
  }
  for (const auto& command : commands) {
    if (command->chosen()) return execute(*command, common);
  }
  return static_cast<int>(run::ExitCode::usage);
}

}  // namespace weir::cli
