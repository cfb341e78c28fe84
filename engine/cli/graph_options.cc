#include "cli/graph_options.h"

#include <CLI/CLI.hpp>

#include "cli/terminal.h"
#include "graph/checkpoint_stage.h"
#include "graph/render.h"
#include "run/fingerprint.h"

namespace weir::cli {

std::string fault_in_count(const std::string& text) {
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  if (is_number && text.find_first_not_of('0') != std::string::npos) return {};
  return "`" + text + "` is not a number of documents, 1 or more";
}

void GraphOptions::declare(CLI::App& command) {
  command.add_option("graph", graph, "the graph file")->required()->type_name("GRAPH");
  command.add_option("--set", overrides.set, "set a key of the graph file, such as run.threads=4; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("--env", overrides.allowed_env, "let strings of the graph hold ${env:NAME}; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false);
}

std::vector<std::string> GraphOptions::words() const {
  std::vector<std::string> words{graph};
  for (const std::string& each : overrides.set) words.insert(words.end(), {"--set", each});
  for (const std::string& each : overrides.allowed_env) words.insert(words.end(), {"--env", each});
  return words;
}

void InputOptions::declare(CLI::App& command) {
  command.add_option("input", inputs, "files or folders to read in place of what the graph's source names")
      ->type_name("INPUT");
  command.add_option("--input", node_inputs, "the same for one of several sources; may be repeated")
      ->type_name("NODE=PATH")
      ->allow_extra_args(false);
  command.add_option("--only", only, "read only inputs whose path below the input, or last part of it, matches")
      ->type_name("PATTERN");
  command.add_option("--limit", limit, "read only the first N of the listing")->type_name("N")->check(fault_in_count);
}

void InputOptions::declare_sample(CLI::App& command) {
  command.add_option("--sample", sample, "read only N of those, of all sizes, and always the same")
      ->type_name("N")
      ->check(fault_in_count);
}

std::vector<std::string> InputOptions::words() const {
  std::vector<std::string> words = inputs;
  for (const std::string& each : node_inputs) words.insert(words.end(), {"--input", each});
  if (!only.empty()) words.insert(words.end(), {"--only", only});
  if (limit > 0) words.insert(words.end(), {"--limit", std::to_string(limit)});
  if (sample > 0) words.insert(words.end(), {"--sample", std::to_string(sample)});
  return words;
}

run::Selection InputOptions::selection() const {
  run::Selection selection;
  selection.inputs = inputs;
  for (const std::string& text : node_inputs) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw run::RunError(run::ExitCode::usage, "--input must be NODE=PATH: " + text);
    }
    selection.node_inputs[text.substr(0, equals)].push_back(text.substr(equals + 1));
  }
  if (!only.empty()) selection.only = only;
  if (limit > 0) selection.limit = limit;
  if (sample > 0) selection.sample = sample;
  return selection;
}

LoadedGraph load_graph(const GraphOptions& options, const CommonOptions& common) {
  LoadedGraph loaded;
  loaded.catalogue = std::make_unique<GraphCatalogue>(common.plugin_directories);
  auto specification = graph::parse_file(options.graph, options.overrides, *loaded.catalogue, loaded.diagnostics);
  refuse_if_wrong(loaded.diagnostics, options.graph);
  loaded.specification = std::move(specification.value());
  return loaded;
}

std::string fingerprint_of(LoadedGraph& loaded) {
  return run::fingerprint(loaded.specification, [&loaded](std::string_view stage) {
    // A checkpoint is the engine's, and changes no document.
    if (stage == graph::checkpoint_stage().name) return std::string();
    return loaded.catalogue->plugins().plugin_of(stage).build_id;
  });
}

void refuse_if_wrong(const graph::Diagnostics& diagnostics, const std::string& graph) {
  if (diagnostics.empty()) return;
  write_error(graph::render(diagnostics, colour_on_error()));
  throw run::RunError(run::ExitCode::graph, "the graph cannot run: " + graph);
}

}  // namespace weir::cli
