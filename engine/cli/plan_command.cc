#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/graph_options.h"
#include "cli/json.h"
#include "cli/node_resources.h"
#include "cli/plan_text.h"
#include "cli/run_directories.h"
#include "cli/run_settings.h"
#include "cli/supervisor.h"
#include "cli/terminal.h"
#include "run/listing_check.h"
#include "run/model_file.h"
#include "run/plan.h"
#include "run/run_directory.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

// A new directory beside that of the run, so that it lies on the same disk. Its name was nobody's, so that nothing of
// anybody's is removed when it ends with this object.
class SampleDirectory {
 public:
  explicit SampleDirectory(const fs::path& run) {
    std::error_code error;
    fs::create_directories(run.parent_path(), error);
    std::string name = run.string() + ".sample-XXXXXX";
    if (!::mkdtemp(name.data())) {
      throw run::RunError(run::ExitCode::cannot_write,
                          "cannot make a directory for the sample: " + name + ": " + std::strerror(errno));
    }
    path_ = name;
  }
  ~SampleDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  SampleDirectory(const SampleDirectory&) = delete;
  SampleDirectory& operator=(const SampleDirectory&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

class PlanCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand(
        "plan", "what a run would do and why, and the memory, time and disk that it would take; does nothing of it");
    graph_.declare(*command_);
    input_.declare(*command_);
    command_->add_option("--directory", directory_, "the run directory [runs/NAME]")->type_name("RUN");
    command_->add_option("--out", out_, "where outputs would be published [RUN/out]")->type_name("DIR");
    command_->add_option("--sample", sample_, "first run N documents of all sizes, apart, to learn what they take")
        ->type_name("N")
        ->check(fault_in_count);
    command_->add_option("--format", format_, "text or json")->check(CLI::IsMember({"text", "json"}));
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    LoadedGraph loaded = load_graph(graph_, common);
    const graph::Specification& specification = loaded.specification;
    run::Settings settings = run_settings(loaded, graph_, common, run_directory(specification, directory_), out_);
    settings.selection = input_.selection();
    const NodeResources resources(specification.base_directory);
    const auto listing = run::list_sources(specification, settings.selection, resources);
    run::check_listing(specification, listing, settings.memory_tokens, loaded.diagnostics);
    refuse_if_wrong(loaded.diagnostics, graph_.graph);
    const schedule::CostModel& model = learn(specification, settings, common);
    const run::Plan plan = run::make_plan(specification, settings, listing, model);
    write_out(format_ == "json" ? to_json(plan_table(plan)) + "\n" : plan_text(plan) + "next: " + next(common) + "\n");
    return run::ExitCode::all_done;
  }

 private:
  // What a run would begin with; or else what its sample has learned on top of that.
  const schedule::CostModel& learn(const graph::Specification& specification, const run::Settings& settings,
                                   const CommonOptions& common) {
    if (sample_ > 0) {
      const SampleDirectory directory(settings.directory);
      run_sample(directory.path(), common);
      run::read_model(run::RunDirectory(directory.path()).model(), model_);
      return model_;
    }
    if (run::read_model(run::RunDirectory(settings.directory).model(), model_)) return model_;
    const auto file = run::user_model_file(specification.name, settings.fingerprint);
    if (file) run::read_model(*file, model_);
    return model_;
  }

  // A run like any other: so it is supervised, and what it learns, others know too.
  void run_sample(const fs::path& directory, const CommonOptions& common) const {
    InputOptions input = input_;
    input.sample = sample_;
    std::vector<std::string> words = run_words(input, common);
    words.insert(words.begin(), common.command_line.front());
    words.insert(words.end(), {"--directory", directory.string(), "--quiet"});
    const run::ExitCode code = supervise(words);
    if (code == run::ExitCode::all_done || code == run::ExitCode::dead_letters ||
        code == run::ExitCode::too_many_dead) {
      return;
    }
    throw run::RunError(code, "the sample could not be run, so nothing is planned");
  }

  // The run that was planned.
  std::string next(const CommonOptions& common) const {
    std::vector<std::string> words = run_words(input_, common);
    if (!directory_.empty()) words.insert(words.end(), {"--directory", directory_});
    if (!out_.empty()) words.insert(words.end(), {"--out", out_});
    return same_command(words);
  }

  std::vector<std::string> run_words(const InputOptions& input, const CommonOptions& common) const {
    std::vector<std::string> words{"run"};
    for (const std::string& word : graph_.words()) words.push_back(word);
    for (const std::string& word : input.words()) words.push_back(word);
    for (const std::string& each : common.plugin_directories) words.insert(words.end(), {"--plugin-dir", each});
    return words;
  }

  CLI::App* command_ = nullptr;
  GraphOptions graph_;
  InputOptions input_;
  std::string directory_;
  std::string out_;
  std::uint64_t sample_ = 0;
  std::string format_ = "text";
  schedule::CostModel model_;
};

}  // namespace

std::unique_ptr<Command> make_plan_command() { return std::make_unique<PlanCommand>(); }

}  // namespace weir::cli
