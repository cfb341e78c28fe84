#include "cli/plan_text.h"

#include <weir/units.h>

#include <utility>

#include "cli/table.h"
#include "observe/numbers.h"

namespace weir::cli {
namespace {

using observe::elapsed;
using observe::printable;
using observe::with_commas;
using Bound = schedule::Forecast::Bound;

std::string word(run::Basis basis) {
  switch (basis) {
    case run::Basis::learned:
      return "learned";
    case run::Basis::expected:
      return "expected";
    case run::Basis::declared:
      break;
  }
  return "declared";
}

std::string word(Bound bound) {
  switch (bound) {
    case Bound::memory:
      return "memory";
    case Bound::one_batch:
      return "one_batch";
    case Bound::processor:
      break;
  }
  return "processor";
}

std::string deadline_of(const run::PlannedClass& planned) {
  return planned.deadline ? elapsed(static_cast<double>(planned.deadline->count()) * 1e-3) : "-";
}

std::string class_lines(const run::Plan& plan) {
  TextTable table(
      {"CLASS", "UP TO", "DOCUMENTS", "BYTES", "BATCHES", "DEADLINE", "WHERE", "MOST ASKED FOR", "", "AT ONCE"},
      {1, 2, 3, 4, 5, 7, 9});
  for (const run::PlannedClass& each : plan.classes) {
    table.add({printable(each.name), each.up_to ? format_size(*each.up_to) : "-", with_commas(each.documents),
               format_size(each.bytes), with_commas(each.batches), deadline_of(each),
               each.isolated ? "a worker" : "the engine", format_size(each.tokens), word(each.tokens_from),
               with_commas(each.at_once)});
  }
  return table.has_rows() ? "\n" + table.draw() + "\n" : "";
}

std::string time_line(const run::Plan& plan) {
  return plan.wall_ns ? "time       " + elapsed(static_cast<double>(*plan.wall_ns) * 1e-9) + "   learned\n"
                      : "time       not known: no run of this graph has been seen\n";
}

std::string disk_line(const run::Plan& plan) {
  const std::string free = format_size(plan.free_bytes) + " are free\n";
  if (!plan.output_bytes) return "disk       not known; " + free;
  return "disk       " + format_size(*plan.output_bytes) +
         " of output   learned; as much again while it is published; " + free;
}

std::string bottleneck_line(const run::Plan& plan) {
  if (!plan.wall_ns || plan.documents == 0) return "";
  switch (plan.bound) {
    case Bound::memory:
      return "bottleneck memory: the budget lets too few batches in\n";
    case Bound::one_batch:
      return "bottleneck one document, which takes longer than all others divided among the threads: " +
             printable(plan.longest_document) + "\n";
    case Bound::processor:
      break;
  }
  return "bottleneck the processor: `" + plan.slowest_node + "` has " + observe::percent(plan.slowest_share) +
         " of the work\n";
}

}  // namespace

std::string plan_text(const run::Plan& plan) {
  std::string text = plan.what + class_lines(plan) + time_line(plan);
  text += "memory     " + format_size(plan.peak_bytes) + " at most   " + word(plan.peak_from) + "; the budget is " +
          format_size(plan.memory_tokens) + "\n";
  text += disk_line(plan) + bottleneck_line(plan);
  for (const std::string& phase : plan.later_phases) {
    text += "phase      what is below `" + phase + "` is not known before it is complete, and is in no figure\n";
  }
  for (const run::PlannedLimiter& limiter : plan.limiters) {
    text += "limiter    " + printable(limiter.name) + ": " + with_commas(limiter.calls) + " calls take " +
            elapsed(static_cast<double>(limiter.at_least.count())) + " at least   declared\n";
  }
  for (const std::string& advice : plan.advice) text += "help: " + advice + "\n";
  return text;
}

Table plan_table(const run::Plan& plan) {
  Table table;
  table.set("documents", plan.documents);
  table.set("bytes", plan.bytes);
  List classes;
  for (const run::PlannedClass& each : plan.classes) {
    Table planned;
    planned.set("name", each.name);
    if (each.up_to) planned.set("up_to", *each.up_to);
    planned.set("documents", each.documents);
    planned.set("bytes", each.bytes);
    planned.set("batches", each.batches);
    if (each.deadline) planned.set("deadline_ms", Value(static_cast<std::uint64_t>(each.deadline->count())));
    planned.set("isolated", each.isolated);
    planned.set("tokens", each.tokens);
    planned.set("tokens_from", word(each.tokens_from));
    planned.set("at_once", Value(each.at_once));
    classes.emplace_back(std::move(planned));
  }
  table.set("classes", std::move(classes));
  table.set("threads", Value(plan.threads));
  table.set("memory_tokens", plan.memory_tokens);
  table.set("peak_bytes", plan.peak_bytes);
  table.set("peak_from", word(plan.peak_from));
  if (plan.wall_ns) {
    table.set("wall_ns", *plan.wall_ns);
    table.set("bottleneck", word(plan.bound));
    table.set("slowest_node", plan.slowest_node);
    table.set("longest_document", plan.longest_document);
  }
  if (plan.output_bytes) table.set("output_bytes", *plan.output_bytes);
  table.set("free_bytes", plan.free_bytes);
  List phases;
  for (const std::string& phase : plan.later_phases) phases.emplace_back(phase);
  table.set("later_phases", std::move(phases));
  List limiters;
  for (const run::PlannedLimiter& each : plan.limiters) {
    Table limiter;
    limiter.set("name", each.name);
    limiter.set("calls", each.calls);
    limiter.set("at_least_s", Value(static_cast<std::uint64_t>(each.at_least.count())));
    limiters.emplace_back(std::move(limiter));
  }
  table.set("limiters", std::move(limiters));
  List advice;
  for (const std::string& each : plan.advice) advice.emplace_back(each);
  table.set("advice", std::move(advice));
  return table;
}

}  // namespace weir::cli
