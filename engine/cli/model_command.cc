#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <weir/units.h>

#include "cli/commands.h"
#include "cli/graph_options.h"
#include "cli/json.h"
#include "cli/run_directories.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "observe/numbers.h"
#include "run/model_file.h"
#include "run/run_directory.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;
using Class = schedule::CostModel::Class;

std::string two_places(double value) {
  const auto hundredths = static_cast<std::uint64_t>(value * 100.0 + 0.5);
  const std::string rest = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (rest.size() < 2 ? "0" : "") + rest;
}

// "one document up to 1 MiB"
std::string name_of(const schedule::SizeClass& size) {
  const auto end = size.up_to();
  const std::string documents = size.several ? "several" : "one";
  return documents + (end ? ", up to " + format_size(*end) : ", larger");
}

std::string quality(const schedule::Record& record) {
  if (record.batches == 0) return "-";
  return two_places(record.reserved_to_used()) + ", " + observe::with_commas(record.exceeded) + " exceeded";
}

std::uint64_t throughput(const Class& each) {
  return each.cpu_ns == 0
             ? 0
             : static_cast<std::uint64_t>(1e9 * static_cast<double>(each.bytes) / static_cast<double>(each.cpu_ns));
}

Table record_table(const schedule::Record& record) {
  Table table;
  table.set("batches", record.batches);
  table.set("exceeded", record.exceeded);
  table.set("reserved", record.reserved);
  table.set("used", record.used);
  return table;
}

class ModelCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand("model", "what batches of a graph turned out to need of memory and time");
    command_->require_subcommand(1);
    show_ = add("show", "what was learned, and how reservations were: reserved to used, and how often exceeded");
    show_->add_option("--format", format_, "text or json")->check(CLI::IsMember({"text", "json"}));
    reset_ = add("reset", "forget it: what stages declare counts again");
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    const fs::path file = file_of(common);
    if (reset_->parsed()) return reset(file);
    schedule::CostModel model;
    if (!run::read_model(file, model)) {
      throw run::RunError(run::ExitCode::usage, "nothing was learned yet: " + file.string());
    }
    write_out(format_ == "json" ? json(model) : text(file, model));
    return run::ExitCode::all_done;
  }

 private:
  CLI::App* add(const char* name, const char* what) {
    CLI::App* command = command_->add_subcommand(name, what);
    graph_.declare(*command);
    command->add_option("--directory", directory_, "of this run [the user's, for all runs of the graph]")
        ->type_name("RUN");
    return command;
  }

  fs::path file_of(const CommonOptions& common) {
    LoadedGraph loaded = load_graph(graph_, common);
    if (!directory_.empty()) {
      return run::RunDirectory(run_directory(loaded.specification, directory_)).model();
    }
    const auto file = run::user_model_file(loaded.specification.name, fingerprint_of(loaded));
    if (!file) throw run::RunError(run::ExitCode::usage, "neither XDG_STATE_HOME nor HOME says where models are kept");
    return *file;
  }

  static run::ExitCode reset(const fs::path& file) {
    std::error_code error;
    const bool removed = fs::remove(file, error);
    if (error) {
      throw run::RunError(run::ExitCode::cannot_write, "cannot remove: " + file.string() + ": " + error.message());
    }
    write_out((removed ? "forgotten: " : "nothing was learned: ") + file.string() + "\n");
    return run::ExitCode::all_done;
  }

  static std::string text(const fs::path& file, const schedule::CostModel& model) {
    TextTable table({"SOURCE", "BATCHES OF", "COUNT", "DECLARED", "LEARNED", "LARGEST", "ASKS FOR", "SPEED"},
                    {2, 5, 6, 7});
    for (const Class& each : model.classes()) {
      table.add({observe::printable(each.source), name_of(each.size),
                 observe::with_commas(each.declared.batches + each.model.batches), quality(each.declared),
                 quality(each.model), format_size(each.largest),
                 each.learned ? format_size(each.need_of_it) : "declared",
                 observe::megabytes_per_second(static_cast<double>(throughput(each)))});
    }
    return file.string() + "\n\n" + table.draw() + "\nall: declared " + quality(model.declared()) + "; learned " +
           quality(model.model()) + "\n";
  }

  static std::string json(const schedule::CostModel& model) {
    List classes;
    for (const Class& each : model.classes()) {
      Table table;
      table.set("source", each.source);
      table.set("several", each.size.several);
      if (const auto end = each.size.up_to()) table.set("up_to", *end);
      table.set("learned", each.learned);
      table.set("declared_reservations", record_table(each.declared));
      table.set("learned_reservations", record_table(each.model));
      table.set("bytes", each.bytes);
      table.set("cpu_ns", each.cpu_ns);
      table.set("wall_ns", each.wall_ns);
      table.set("largest", each.largest);
      if (each.learned) table.set("need_of_largest", each.need_of_it);
      classes.emplace_back(std::move(table));
    }
    Table all;
    all.set("classes", std::move(classes));
    all.set("declared_reservations", record_table(model.declared()));
    all.set("learned_reservations", record_table(model.model()));
    return to_json(all) + "\n";
  }

  CLI::App* command_ = nullptr;
  CLI::App* show_ = nullptr;
  CLI::App* reset_ = nullptr;
  GraphOptions graph_;
  std::string directory_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_model_command() { return std::make_unique<ModelCommand>(); }

}  // namespace weir::cli
