// All commands, in the order of `weir --help`.
#pragma once

#include <memory>
#include <vector>

#include "cli/command.h"
#include "cli/supervisor.h"

namespace weir::cli {

std::unique_ptr<Command> make_run_command(std::shared_ptr<const Supervision> supervision);
std::unique_ptr<Command> make_validate_command();
std::unique_ptr<Command> make_plan_command();
std::unique_ptr<Command> make_graph_command();
std::unique_ptr<Command> make_list_command();
std::unique_ptr<Command> make_inspect_command();
std::unique_ptr<Command> make_status_command();
std::unique_ptr<Command> make_why_command();
std::unique_ptr<Command> make_dlq_command();
std::unique_ptr<Command> make_dlq_show_command();
std::unique_ptr<Command> make_dlq_ignore_command();
std::unique_ptr<Command> make_dlq_export_command();
std::unique_ptr<Command> make_dlq_retry_command(std::shared_ptr<const Supervision> supervision);
std::unique_ptr<Command> make_verify_command();
std::unique_ptr<Command> make_publish_command();
std::unique_ptr<Command> make_model_command();
std::unique_ptr<Command> make_explain_command();
std::unique_ptr<Command> make_doctor_command();
std::unique_ptr<Command> make_help_command();
std::unique_ptr<Command> make_worker_command();

std::vector<std::unique_ptr<Command>> make_commands();

}  // namespace weir::cli
