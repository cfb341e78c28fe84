#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/dead_letter_options.h"
#include "cli/graph_options.h"
#include "cli/node_resources.h"
#include "cli/retry_terms.h"
#include "cli/run_directories.h"
#include "cli/run_settings.h"
#include "cli/run_view.h"
#include "cli/signals.h"
#include "cli/store_access.h"
#include "cli/supervisor.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "observe/log.h"
#include "observe/memory_peak.h"
#include "observe/numbers.h"
#include "observe/progress.h"
#include "observe/summary.h"
#include "run/crash_report.h"
#include "run/explain.h"
#include "run/run.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Runs a graph; or, of a run that there is, the dead letters again.
class RunCommand final : public Command {
 public:
  RunCommand(bool retries, std::shared_ptr<const Supervision> supervision)
      : retries_(retries), supervision_(std::move(supervision)) {}

  void declare(CLI::App& application) override { retries_ ? declare_retry(application) : declare_run(application); }

 private:
  void declare_retry(CLI::App& application) {
    command_ = dlq_group(application).add_subcommand("retry", "run dead letters again: all, or those that are named");
    graph_.declare(*command_);
    command_->add_option("run", directory_, "the run directory [that of the graph]")->type_name("RUN");
    command_->add_option("--out", out_, "where outputs are published [RUN/out]")->type_name("DIR");
    which_.declare(*command_);
    which_.declare_ignored(*command_);
    command_->add_option("--max-attempts", max_attempts_, "attempts that each has [retry.attempts of the graph]")
        ->type_name("N")
        ->check(CLI::Range(1, 100));
    terms_.declare(*command_);
    command_->add_flag("--no-supervise", no_supervise_, "run in this process, for a debugger")->group("");
    command_->add_flag("--dry-run", dry_run_, "say which they are, and do nothing");
    command_->add_flag("--quiet", quiet_, "show no progress and no summary, only errors");
  }

  void declare_run(CLI::App& application) {
    command_ = application.add_subcommand("run", "run a graph, or resume it where it stopped");
    graph_.declare(*command_);
    input_.declare(*command_);
    input_.declare_sample(*command_);
    command_->add_option("--directory", directory_, "where the run keeps its state [runs/NAME]")->type_name("RUN");
    command_->add_option("--out", out_, "where outputs are published [RUN/out]")->type_name("DIR");
    command_->add_option("--engine", engine_, "parallel, or serial: one thread, one document after the other")
        ->check(CLI::IsMember({"parallel", "serial"}))
        ->capture_default_str();
    command_->add_flag("--fresh", fresh_, "start over: take away what an earlier run left in the run directory");
    command_
        ->add_option("--rerun", rerun_,
                     "run again what a change of the graph or of inputs concerns, or all, from a new listing")
        ->check(CLI::IsMember({"affected", "all"}));
    command_->add_option("--accept-change", accept_change_, "keep what ran before the graph changed; remembers why")
        ->type_name("WHY");
    command_->add_flag("--explain", explain_, "say what would run, and why, and do nothing");
    command_->add_flag("--trust-inputs", trust_inputs_, "do not look whether inputs changed since they were listed");
    command_->add_flag("--overwrite", overwrite_, "publish over a file that this run has not written");
    command_->add_option("--until", until_, "stop when this checkpoint or fold is complete")->type_name("NODE");
    command_->add_option("--from", from_, "do all anew that lies below this checkpoint or fold")->type_name("NODE");
    command_->add_flag("--no-supervise", no_supervise_,
                       "run in this process, which then dies with a stage that crashes: for debuggers");
    command_->add_flag("--quiet", quiet_, "show no progress and no summary, only errors");
  }

 public:
  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    if (explain_ || dry_run_) return explain(common);
    if (!supervision_->supervised() && !no_supervise_) return supervise(common.command_line);
    plugin_directories_ = common.plugin_directories;
    if (supervision_->restarted()) forget_what_was_done_once();
    const Ending ending(*supervision_);
    try {
      return run_engine(common);
    } catch (const run::RunError& error) {
      if (error.code() != run::ExitCode::resumable && error.code() != run::ExitCode::interrupted) throw;
      throw run::RunError(error.code(), error.what() + ("\nnext: resume: " + same_command(command_words())));
    }
  }

 private:
  // What would be done.
  run::ExitCode explain(const CommonOptions& common) {
    LoadedGraph loaded = load_graph(graph_, common);
    const run::Settings settings = make_settings(loaded, common);
    if (dry_run_) return show_retried(settings.directory);
    const NodeResources resources(loaded.specification.base_directory);
    const auto listing = run::list_sources(loaded.specification, settings.selection, resources);
    write_out(run::explain(loaded.specification, settings, listing));
    return run::ExitCode::all_done;
  }

  run::ExitCode run_engine(const CommonOptions& common) {
    block_signals();
    LoadedGraph loaded = load(common);
    const graph::Specification& specification = loaded.specification;
    const run::Settings settings = make_settings(loaded, common);
    const run::RunDirectory directory(settings.directory);
    directory.make();
    const auto log = observe::open_log(directory.log().string());
    run::report_crashes(directory.log().parent_path() / "crash.txt");
    run::Run run(specification, settings, *log);
    open(run, loaded.diagnostics);
    supervision_->note_opened();
    refuse_if_wrong(loaded.diagnostics, graph_.graph);
    if (asked_to_stop_ != 0 && !run.nothing_to_do()) throw stopped();
    greet(specification, run);
    if (run.nothing_to_do()) return finish(run, settings, specification.name, 0.0, 0, 0);
    return drive(run, settings, specification.name);
  }

  // Nothing of the run is touched yet.
  LoadedGraph load(const CommonOptions& common) const {
    const Signals at_once([this](int signal) { leave(signal); }, [] {});
    return load_graph(graph_, common);
  }

  // What is listed or mended when a signal comes is brought to its end, so that nothing of it is left lying about.
  void open(run::Run& run, graph::Diagnostics& diagnostics) {
    const Signals signals(
        [this](int signal) {
          asked_to_stop_ = signal;
          write_error("stopping before anything runs … (again to stop at once; what is committed is safe)\n");
        },
        [] {});
    run.open(diagnostics);
  }

  run::RunError stopped() const {
    return {stop_code(asked_to_stop_), "stopped before anything ran; what is committed is safe"};
  }

  static run::ExitCode stop_code(int signal) {
    return signal == SIGINT ? run::ExitCode::interrupted : run::ExitCode::resumable;
  }

  // The engine before this one has begun anew, or has taken note of what changed.
  void forget_what_was_done_once() {
    fresh_ = false;
    rerun_.clear();
    accept_change_.clear();
    from_.clear();
  }

  run::Settings make_settings(LoadedGraph& loaded, const CommonOptions& common) const {
    const graph::Specification& specification = loaded.specification;
    fs::path directory = run_directory(specification, directory_);
    if (retries_) directory = fs::absolute(find_run(directory_.empty() ? directory.string() : directory_));
    run::Settings settings = run_settings(loaded, graph_, common, directory, out_);
    settings.selection = input_.selection();
    if (retries_) {
      settings.reopening = run::Reopening{which_.filter(), specification.retry.policy.attempts};
      if (max_attempts_ > 0) settings.reopening->attempts = max_attempts_;
      settings.terms = terms_.terms();
      // The engine before this one has reopened them; what has died again since is not to run once more.
      if (supervision_->restarted()) settings.reopening->which.reset();
    }
    settings.serial = engine_ == "serial";
    if (rerun_ == "affected") settings.choice.rerun = run::Rerun::affected;
    if (rerun_ == "all") settings.choice.rerun = run::Rerun::all;
    if (!accept_change_.empty()) settings.choice.accept = accept_change_;
    settings.choice.trust_inputs = trust_inputs_ || retries_;
    settings.fresh = fresh_;
    settings.overwrite = overwrite_;
    settings.until = until_;
    settings.from = from_;
    settings.died_of = supervision_->died_of();
    settings.asked_to_stop = [this] { return asked_to_stop_ != 0; };
    settings.progressed = [this] { supervision_->note_progress(); };
    return settings;
  }

  void greet(const graph::Specification& specification, const run::Run& run) const {
    if (quiet_) return;
    std::string line = std::string("weir ") + WEIR_VERSION + "  " + specification.name;
    if (run.resumed()) {
      const store::Totals totals = run.totals();
      line += "  resume: " + observe::with_commas(totals.entries - totals.pending_entries - totals.under_way) + " of " +
              observe::with_commas(totals.entries) + " documents are done";
    }
    write_error(line + "\n");
  }

  // While nothing runs: there is nothing to wait for, and what is committed is safe.
  [[noreturn]] void leave(int signal) const {
    write_error("stopped before anything ran; what is committed is safe\nnext: resume: " +
                same_command(command_words()) + "\n");
    ::_exit(static_cast<int>(stop_code(signal)));
  }

  run::ExitCode drive(run::Run& run, const run::Settings& settings, const std::string& graph) {
    const auto started = Clock::now();
    observe::ProgressSettings look;
    look.terminal = standard_error_is_terminal();
    look.colour = colour_on_error();
    look.silent = quiet_;
    observe::MemoryPeak peak;
    int signal = 0;
    {
      observe::Progress progress(
          look, [&] { return live_view(run, graph, started, settings.memory_tokens); },
          [](const std::string& text) { write_error(text); });
      const Signals signals(
          [&](int) {
            run.stop();
            progress.say("stopping: what has begun is finished … (again to stop at once; what is committed is safe)");
          },
          [&] { progress.show_now(); });
      run.execute();
      signal = signals.stopped_by();
    }
    const auto taken = Clock::now() - started;
    if (!settings.serial) {
      run.remember(static_cast<std::uint64_t>(std::chrono::nanoseconds(taken).count()), peak.bytes());
    }
    const double seconds = std::chrono::duration<double>(taken).count();
    return finish(run, settings, graph, seconds, peak.bytes(), signal);
  }

  run::ExitCode finish(run::Run& run, const run::Settings& settings, const std::string& graph, double seconds,
                       std::uint64_t peak, int signal) const {
    observe::Summary summary;
    summary.view = final_view(run, graph, seconds, settings.memory_tokens);
    summary.complete = run.complete();
    summary.peak_memory = peak;
    if (const auto predicted = run.prediction()) {
      summary.predicted = {static_cast<double>(predicted->wall_ns) * 1e-9, predicted->peak_bytes};
    }
    summary.filtered_reasons = by_count(run.store().filtered());
    if (summary.complete) {
      for (const std::string& output : run.outputs()) summary.outputs.push_back(fs::proximate(output).string());
    }
    const run::ExitCode code = exit_code(run, summary, signal);
    summary.next = next_command(code, settings, summary.complete);
    if (!quiet_) {
      if (run.nothing_to_do()) write_error("nothing to do: everything is committed and published already\n");
      write_error(observe::draw(summary));
      if (retries_) write_error(retry_equation(run.retried()));
      if (code == run::ExitCode::too_many_dead) write_error(too_many_dead(run));
    }
    if (signal == 0) look_at_inputs(run, code);
    return code;
  }

  // All is done by now: whoever does not want to wait for this gets the exit code of the run.
  void look_at_inputs(run::Run& run, run::ExitCode code) const {
    run.release_outputs();
    const Signals at_once([code](int) { ::_exit(static_cast<int>(code)); }, [] {});
    const run::InputChanges inputs = run.look_at_inputs();
    if (inputs.empty() || quiet_) return;
    write_error("inputs since they were listed: " + run::describe(inputs) +
                ": --rerun affected reads what changed again, --rerun all lists anew\n");
  }

  // As if they were to run now.
  run::ExitCode show_retried(const fs::path& directory) const {
    const store::ReadStore store = open_store(find_run(directory.string()));
    TextTable table({"DOCUMENT", "NODE", "CLASS", "REASON", "ATTEMPTS"}, {4});
    for_each_dead_letter(store, which_.filter(), [&](const store::DeadLetter& letter) {
      table.add({document_name(letter), letter.verdict.node, class_name(letter),
                 observe::printable(letter.verdict.reason), observe::with_commas(letter.verdict.attempts)});
    });
    write_out(table.has_rows() ? table.draw() : "no dead letters\n");
    return run::ExitCode::all_done;
  }

  static std::string retry_equation(const run::RetryBooks& books) {
    using observe::with_commas;
    return "again      " + with_commas(books.retried) + " retried = " + with_commas(books.done) + " done + " +
           with_commas(books.filtered) + " filtered + " + with_commas(books.dead) + " dead again" +
           (books.left > 0 ? " + " + with_commas(books.left) + " left" : "") + "\n";
  }

  // What most of them died of: the one thing to look at.
  static std::string too_many_dead(const run::Run& run) {
    const std::vector<store::DeadLetterGroup> groups = run.store().dead_letter_groups();
    if (groups.empty()) return "";
    const store::DeadLetterGroup& most = groups.front();
    return "too many dead letters: run.max_dead allows " + observe::with_commas(run.max_dead()) + "; " +
           observe::with_commas(most.documents) + " are of " + observe::printable(most.reason) + " at " + most.node +
           "\n";
  }

  static run::ExitCode exit_code(const run::Run& run, const observe::Summary& summary, int signal) {
    if (!observe::books_balance(summary.view) || run.lost_documents() > 0) return run::ExitCode::internal_error;
    const bool has_dead_letters = summary.view.dead > summary.view.ignored;
    const run::ExitCode done = has_dead_letters ? run::ExitCode::dead_letters : run::ExitCode::all_done;
    if (run.reached_until()) return done;
    if (run.too_many_dead()) return run::ExitCode::too_many_dead;
    if (!summary.complete) return stop_code(signal);
    return done;
  }

  std::string next_command(run::ExitCode code, const run::Settings& settings, bool complete) const {
    if (!complete) return "resume: " + same_command(command_words());
    const std::string shown = fs::proximate(settings.directory).string();
    if (code == run::ExitCode::dead_letters || code == run::ExitCode::internal_error) return "weir dlq list " + shown;
    return "weir status " + shown;
  }

  std::vector<std::string> retry_words() const {
    std::vector<std::string> words{"dlq", "retry", graph_.graph};
    if (!directory_.empty()) words.push_back(directory_);
    if (!out_.empty()) words.insert(words.end(), {"--out", out_});
    for (const std::string& word : which_.words()) words.push_back(word);
    for (const std::string& word : terms_.words()) words.push_back(word);
    return words;
  }

  // The words of this command line that matter to a resumption: all but those that ask for something to be done once.
  std::vector<std::string> command_words() const {
    if (retries_) return retry_words();
    std::vector<std::string> words{"run"};
    for (const std::string& word : graph_.words()) words.push_back(word);
    for (const std::string& word : input_.words()) words.push_back(word);
    const auto add = [&words](const char* option, const std::string& value) {
      if (value.empty()) return;
      words.emplace_back(option);
      words.push_back(value);
    };
    add("--directory", directory_);
    add("--out", out_);
    for (const std::string& each : plugin_directories_) add("--plugin-dir", each);
    add("--until", until_);
    if (engine_ != "parallel") add("--engine", engine_);
    if (trust_inputs_) words.emplace_back("--trust-inputs");
    if (overwrite_) words.emplace_back("--overwrite");
    return words;
  }

  std::atomic<int> asked_to_stop_ = 0;  // by this signal, while the run was being opened
  const bool retries_;
  CLI::App* command_ = nullptr;
  DeadLetterOptions which_;
  RetryTerms terms_;
  std::uint64_t max_attempts_ = 0;
  bool dry_run_ = false;
  GraphOptions graph_;
  InputOptions input_;
  std::vector<std::string> plugin_directories_;
  std::string directory_;
  std::string out_;
  std::string engine_ = "parallel";
  std::string rerun_;
  std::string accept_change_;
  bool explain_ = false;
  bool trust_inputs_ = false;
  std::string until_;
  std::string from_;
  bool fresh_ = false;
  bool overwrite_ = false;
  bool quiet_ = false;
  bool no_supervise_ = false;
  const std::shared_ptr<const Supervision> supervision_;
};

}  // namespace

std::unique_ptr<Command> make_run_command(std::shared_ptr<const Supervision> supervision) {
  return std::make_unique<RunCommand>(false, std::move(supervision));
}
std::unique_ptr<Command> make_dlq_retry_command(std::shared_ptr<const Supervision> supervision) {
  return std::make_unique<RunCommand>(true, std::move(supervision));
}

}  // namespace weir::cli
