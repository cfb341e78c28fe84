#include "plugin/describe.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "plugin/node_to_paste.h"
#include "plugin/toml_text.h"
#include "plugin/words.h"

namespace weir::plugin {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

// Two columns, indented; what has several lines continues in its column.
std::string columns(const Rows& rows, std::size_t indent) {
  std::size_t width = 0;
  for (const auto& [left, right] : rows) width = std::max(width, left.size());
  std::string text;
  for (const auto& [left, right] : rows) {
    text += std::string(indent, ' ') + left + std::string(width - left.size() + 2, ' ');
    for (const char c : right) {
      text += c;
      if (c == '\n') text.append(indent + width + 2, ' ');
    }
    text += '\n';
  }
  return text;
}

std::string section(const std::string& title, const Rows& rows) {
  return rows.empty() ? std::string() : "\n" + title + "\n" + columns(rows, 2);
}

template <typename Items, typename Text>
std::string joined(const Items& items, Text&& text) {
  std::string all;
  for (const auto& item : items) all += (all.empty() ? "" : ", ") + text(item);
  return all;
}

std::string takes(const StageInfo& info) {
  if (info.kind == StageKind::source) return "nothing: it lists its documents itself";
  if (info.kind == StageKind::fold) return "every document of its phase, one after the other, before any goes on";
  if (info.grouping == Grouping::origin) return "all that one source document has become, together";
  if (info.grouping == Grouping::run) return "runs of up to `" + info.run_parameter + "` source documents, together";
  return "one document at a time";
}

std::string ports(const StageInfo& info) {
  const std::string own = info.ports_of ? "those that its parameters name"
                                        : joined(info.ports, [](const std::string& port) { return port; });
  return info.kind == StageKind::transform ? own + "; failed, for what it rejects" : own;
}

std::string output(const StageInfo& info) {
  const std::string parameter = "`" + info.output_parameter + "`";
  if (info.output == SinkOutput::database) {
    const std::string where = info.output_parameter.empty() ? "" : ", a file that " + parameter + " names";
    return "into a database" + where + ": each batch in one transaction with a row of a ledger, so exactly once";
  }
  return info.output == SinkOutput::volume ? "one file, which " + parameter + " names"
                                           : "files for each source document, which " + parameter + " names";
}

std::string memory(const MemoryNeed& need) {
  return toml_text(need.per_byte) + " x the source document + " + format_size(need.fixed);
}

std::string needs(const StageInfo& info) {
  std::vector<std::string> needs;
  if (info.needs.network) needs.emplace_back("the network");
  if (info.needs.exec) needs.emplace_back("to start programs");
  if (info.needs.shared) needs.emplace_back("state that lasts from batch to batch");
  return joined(needs, [](const std::string& need) { return need; });
}

Rows facts(const StageInfo& info, const PluginId& plugin) {
  Rows rows{{"takes", takes(info)}};
  if (info.kind != StageKind::sink) rows.emplace_back("ports", ports(info));
  if (info.kind == StageKind::sink) rows.emplace_back("writes", output(info));
  rows.emplace_back("memory", memory(info.memory));
  if (const std::string needed = needs(info); !needed.empty()) rows.emplace_back("needs", needed);
  if (info.waits) rows.emplace_back("waits", "on something outside: its calls have threads of their own");
  if (!info.data_versions.empty()) {
    rows.emplace_back("data",
                      joined(info.data_versions, [](const auto& data) { return data.first + " " + data.second; }));
  }
  rows.emplace_back("plugin", plugin.path);
  if (!plugin.build_id.empty()) rows.emplace_back("build-id", plugin.build_id);
  return rows;
}

std::string bounds(const ParamSpec& spec) {
  if (!spec.lowest() && !spec.highest()) return {};
  if (!spec.highest()) return ", at least " + spec.written(*spec.lowest());
  if (!spec.lowest()) return ", at most " + spec.written(*spec.highest());
  return ", " + spec.written(*spec.lowest()) + " to " + spec.written(*spec.highest());
}

std::string parameter(const ParamSpec& spec) {
  std::string text(to_string(spec.type()));
  if (spec.required()) text += ", required";
  if (!spec.default_value().is_null()) text += ", default " + toml_text(spec.default_value());
  text += bounds(spec);
  if (!spec.choices().empty()) {
    text += ", one of " + joined(spec.choices(), [](const std::string& choice) { return toml_text(choice); });
  }
  if (spec.is_file()) text += ", a file beside the graph";
  if (!spec.affects_output()) text += ", changes no output";
  return text + "\n" + spec.help();
}

// Calls visit(spec) for each parameter of the stage.
template <typename Visit>
void for_each_parameter(const StageInfo& info, Visit&& visit) {
  const std::unique_ptr<BoundParams> params = info.make_params();
  ParamList list;
  params->declare(list);
  for (const ParamSpec& spec : list.specs()) visit(spec);
}

Rows reasons(const std::vector<Reason>& reasons) {
  Rows rows;
  for (const Reason& reason : reasons) rows.emplace_back(reason.name, reason.help);
  return rows;
}

Table reason_table(const Reason& reason) {
  Table table;
  table.set("name", reason.name);
  table.set("help", reason.help);
  return table;
}

Table parameter_table(const ParamSpec& spec) {
  Table table;
  table.set("name", spec.name());
  table.set("type", to_string(spec.type()));
  table.set("required", spec.required());
  table.set("default", spec.default_value());
  table.set("lowest", spec.lowest() ? Value(*spec.lowest()) : Value());
  table.set("highest", spec.highest() ? Value(*spec.highest()) : Value());
  table.set("choices", List(spec.choices().begin(), spec.choices().end()));
  table.set("file", spec.is_file());
  table.set("affects_output", spec.affects_output());
  table.set("help", spec.help());
  return table;
}

template <typename Items, typename ToTable>
List list_of(const Items& items, ToTable&& to_table) {
  List list;
  for (const auto& item : items) list.emplace_back(to_table(item));
  return list;
}

}  // namespace

std::string describe_list(const std::vector<const StageInfo*>& stages) {
  std::size_t width = std::string_view("STAGE").size();
  for (const StageInfo* stage : stages) width = std::max(width, stage->name.size());
  Rows rows{{"STAGE" + std::string(width - 5, ' ') + "  KIND", "WHAT IT DOES"}};
  for (const StageInfo* stage : stages) {
    rows.emplace_back(
        stage->name + std::string(width - stage->name.size() + 2, ' ') + std::string(to_string(stage->kind)),
        stage->help);
  }
  return columns(rows, 0);
}

std::string describe_stage(const StageInfo& info, const PluginId& plugin) {
  Rows parameters;
  for_each_parameter(info, [&](const ParamSpec& spec) { parameters.emplace_back(spec.name(), parameter(spec)); });
  return info.name + "  " + std::string(to_string(info.kind)) + ", version " + std::to_string(info.version) + "\n" +
         info.help + "\n\n" + columns(facts(info, plugin), 2) + section("parameters", parameters) +
         section("reasons to drop", reasons(info.drops)) + section("reasons to fail", reasons(info.failures)) +
         "\na node to paste\n\n" + node_to_paste(info);
}

Table stage_table(const StageInfo& info, const PluginId& plugin) {
  Table table;
  table.set("name", info.name);
  table.set("help", info.help);
  table.set("kind", to_string(info.kind));
  table.set("version", info.version);
  table.set("plugin", plugin.path);
  table.set("build_id", plugin.build_id);
  table.set("takes", to_string(info.grouping));
  table.set("run_parameter", info.run_parameter.empty() ? Value() : Value(info.run_parameter));
  table.set("ports", List(info.ports.begin(), info.ports.end()));
  table.set("ports_depend_on_parameters", info.ports_of != nullptr);
  table.set("output", to_string(info.output));
  table.set("output_parameter", info.output_parameter.empty() ? Value() : Value(info.output_parameter));
  Table memory;
  memory.set("per_byte", info.memory.per_byte);
  memory.set("fixed", info.memory.fixed);
  table.set("memory", std::move(memory));
  Table needs;
  needs.set("network", info.needs.network);
  needs.set("exec", info.needs.exec);
  needs.set("shared", info.needs.shared);
  table.set("needs", std::move(needs));
  table.set("waits", info.waits);
  Table versions;
  for (const auto& [name, version] : info.data_versions) versions.set(name, version);
  table.set("data_versions", std::move(versions));
  List parameters;
  for_each_parameter(info, [&](const ParamSpec& spec) { parameters.emplace_back(parameter_table(spec)); });
  table.set("parameters", std::move(parameters));
  table.set("drops", list_of(info.drops, reason_table));
  table.set("failures", list_of(info.failures, reason_table));
  table.set("node", node_to_paste(info));
  return table;
}

}  // namespace weir::plugin
