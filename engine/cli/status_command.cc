#include <csignal>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "cli/books.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/limiter_status.h"
#include "cli/run_directories.h"
#include "cli/store_access.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "commit/locks.h"
#include "observe/numbers.h"
#include "run/run_directory.h"

namespace weir::cli {
namespace {

// A process that was killed stays in the table of processes until its parent looks at it: what runs has the lock.
bool is_running(const store::Session& session, const std::filesystem::path& directory) {
  return session.outcome.empty() && ::kill(static_cast<pid_t>(session.pid), 0) == 0 &&
         commit::Lock::holder_of_run(directory).has_value();
}

// The process of the session that goes on; 0 where none does.
std::uint64_t running_process(const store::ReadStore& store, const std::filesystem::path& directory) {
  const auto sessions = store.sessions();
  return !sessions.empty() && is_running(sessions.back(), directory) ? sessions.back().pid : 0;
}

// "running, pid 123", "complete", "stopped, can be resumed".
std::string state_of(const store::ReadStore& store, std::uint64_t running) {
  if (running != 0) return "running, pid " + std::to_string(running);
  if (!store.state().listed) return "not listed yet";
  return store.all_committed() ? "complete" : "stopped, can be resumed";
}

// What each sink has written, by node.
std::vector<std::pair<std::string, store::SinkWork>> sink_work(const store::ReadStore& store) {
  std::vector<std::pair<std::string, store::SinkWork>> all;
  const auto sinks = store.sinks();
  for (const store::SinkWork& work : store.sink_work()) {
    const auto sink = std::find_if(sinks.begin(), sinks.end(),
                                   [&](const store::StoredSink& each) { return each.number == work.sink; });
    if (sink != sinks.end()) all.emplace_back(sink->node, work);
  }
  return all;
}

// How many volumes each sink has that has several, and how many of them are published as they are.
struct Volumes {
  std::string node;
  std::size_t all = 0;
  std::size_t published = 0;
};

std::vector<Volumes> divided_sinks(const store::ReadStore& store) {
  std::vector<Volumes> sinks;
  const std::vector<store::StoredVolume> volumes = store.volumes();
  for (const store::StoredSink& sink : store.sinks()) {
    Volumes found{sink.node};
    for (const store::StoredVolume& volume : volumes) {
      if (volume.key.sink != sink.number || !volume.first_entry) continue;
      ++found.all;
      if (!store.needs_publication(volume.key)) ++found.published;
    }
    if (found.all > 0) sinks.push_back(std::move(found));
  }
  return sinks;
}

class StatusCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand("status", "where a run stands, alive or not");
    command_->add_option("run", run_, "a run directory, or its name below runs/ [the newest]")->type_name("RUN");
    command_->add_option("--format", format_, "text or json")->check(CLI::IsMember({"text", "json"}));
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions&) override {
    const std::filesystem::path directory = find_run(run_);
    const store::ReadStore store = open_store(directory);
    const store::Totals all = books_of(store);
    write_out(format_ == "json" ? json(directory, store, all) : text(directory, store, all));
    return run::ExitCode::all_done;
  }

 private:
  static std::string text(const std::filesystem::path& directory, const store::ReadStore& store,
                          const store::Totals& all) {
    const std::uint64_t running = running_process(store, directory);
    using observe::with_commas;
    std::string text = "run        " + directory.string() + "  (" + store.state().info.graph + ")\n";
    text += "state      " + state_of(store, running) + "\n";
    text += "listed     " + with_commas(all.entries) + " documents, " + with_commas(all.pending_entries) + " left\n";
    text += "documents  " + equation(all) + "   " +
            (all.books_balance() ? "✓ the books balance" : "✗ THE BOOKS DO NOT BALANCE") + "\n";
    text += waiting(store);
    for (const store::ReasonCount& reason : store.filtered()) {
      text += "filtered   " + with_commas(reason.documents) + " at " + reason.node + ": " +
              observe::printable(reason.reason) + "\n";
    }
    for (const store::ReasonCount& reason : store.dead()) {
      text += "dead       " + with_commas(reason.documents) + " at " + reason.node + ": " +
              observe::printable(reason.reason) + "\n";
    }
    for (const Volumes& volumes : divided_sinks(store)) {
      text += "volumes    " + with_commas(volumes.published) + " of " + with_commas(volumes.all) + " of " +
              volumes.node + " are published\n";
    }
    text += LimiterStatus(store, directory, running).text();
    text += decisions(store);
    TextTable nodes({"NODE", "IN", "OUT", "DROPPED", "FAILED", "BUSY"}, {1, 2, 3, 4, 5});
    for (const store::NodeWork& work : store.node_work()) {
      nodes.add({work.node, with_commas(work.documents_in), with_commas(work.documents_out), with_commas(work.dropped),
                 with_commas(work.failed), observe::short_nanoseconds(work.wall_ns)});
    }
    if (nodes.has_rows()) text += "\n" + nodes.draw();
    TextTable sinks({"SINK", "COMMITS", "RECORDS", "BYTES", "FAILED", "WRITING"}, {1, 2, 3, 4, 5});
    for (const auto& [node, work] : sink_work(store)) {
      sinks.add({node, with_commas(work.commits), with_commas(work.records), with_commas(work.bytes),
                 with_commas(work.failed), observe::short_nanoseconds(work.wall_ns)});
    }
    return sinks.has_rows() ? text + "\n" + sinks.draw() : text;
  }

  // Documents that failed and are to run again.
  static std::string waiting(const store::ReadStore& store) {
    const store::Waiting waiting = store.waiting();
    if (waiting.documents == 0) return "";
    return "waiting    " + observe::with_commas(waiting.documents) +
           (waiting.documents == 1 ? " document failed and runs again\n" : " documents failed and run again\n");
  }

  // What was accepted or run again because something had changed.
  static std::string decisions(const store::ReadStore& store) {
    std::string text;
    for (const store::DecisionRecord& decision : store.decisions()) {
      if (decision.decision != store::Decision::accepted) continue;
      text += "accepted   " + observe::printable(decision.why) + "\n";
      for (const store::DecidedChange& change : decision.changes) {
        text += "           " + change.node + ": " + change.key + ": " +
                observe::printable(change.before.value_or("nothing")) + " -> " +
                observe::printable(change.after.value_or("nothing")) + "\n";
      }
    }
    return text;
  }

  static std::string json(const std::filesystem::path& directory, const store::ReadStore& store,
                          const store::Totals& all) {
    const std::uint64_t running = running_process(store, directory);
    Table table;
    table.set("graph", store.state().info.graph);
    table.set("state", state_of(store, running));
    table.set("listed", Value(std::size_t{all.entries}));
    table.set("pending", Value(std::size_t{all.pending_entries}));
    add_books(all, table);
    table.set("books_balance", all.books_balance());
    table.set("waiting", Value(std::size_t{store.waiting().documents}));
    table.set("limiters", LimiterStatus(store, directory, running).json());
    List sinks;
    for (const auto& [node, work] : sink_work(store)) {
      Table sink;
      sink.set("node", node);
      sink.set("commits", work.commits);
      sink.set("records", work.records);
      sink.set("bytes", work.bytes);
      sink.set("failed", work.failed);
      sink.set("wall_ns", work.wall_ns);
      sinks.emplace_back(std::move(sink));
    }
    table.set("sinks", std::move(sinks));
    List divided;
    for (const Volumes& volumes : divided_sinks(store)) {
      Table sink;
      sink.set("node", volumes.node);
      sink.set("volumes", Value(volumes.all));
      sink.set("published", Value(volumes.published));
      divided.emplace_back(std::move(sink));
    }
    table.set("volumes", std::move(divided));
    return to_json(table) + "\n";
  }

  CLI::App* command_ = nullptr;
  std::string run_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_status_command() { return std::make_unique<StatusCommand>(); }

}  // namespace weir::cli
