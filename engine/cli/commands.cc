#include "cli/commands.h"

namespace weir::cli {

std::vector<std::unique_ptr<Command>> make_commands() {
  // Both of them do the work of a run.
  const auto supervision = std::make_shared<const Supervision>();
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_run_command(supervision));
  commands.push_back(make_validate_command());
  commands.push_back(make_plan_command());
  commands.push_back(make_graph_command());
  commands.push_back(make_list_command());
  commands.push_back(make_inspect_command());
  commands.push_back(make_status_command());
  commands.push_back(make_why_command());
  commands.push_back(make_dlq_command());
  commands.push_back(make_dlq_show_command());
  commands.push_back(make_dlq_retry_command(supervision));
  commands.push_back(make_dlq_ignore_command());
  commands.push_back(make_dlq_export_command());
  commands.push_back(make_verify_command());
  commands.push_back(make_publish_command());
  commands.push_back(make_model_command());
  commands.push_back(make_explain_command());
  commands.push_back(make_doctor_command());
  commands.push_back(make_help_command());
  commands.push_back(make_worker_command());
  return commands;
}

}  // namespace weir::cli
