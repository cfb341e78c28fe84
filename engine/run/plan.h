// What a run is going to do, by class of size, and what it is going to take, from what is known before it begins: what
// stages declare, what the listing expects, what the cost model has learned. Each figure says which of them it is from.
// Changes nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "graph/specification.h"
#include "run/run.h"
#include "schedule/cost_model.h"
#include "schedule/forecast.h"

namespace weir::run {

// What a figure is from. A figure from several is as good as the worst of them, which is the last named here.
enum class Basis : std::uint8_t { learned, expected, declared };

struct PlannedClass {
  std::string name;  // of the size class in the graph
  std::optional<std::uint64_t> up_to;
  std::uint64_t documents = 0;
  std::uint64_t bytes = 0;
  std::uint64_t batches = 0;
  std::optional<std::chrono::milliseconds> deadline;
  bool isolated = false;
  std::uint64_t tokens = 0;  // bytes, that the batch asks for that asks for most
  Basis tokens_from = Basis::learned;
  std::size_t at_once = 0;  // batches like that one
};

// A limiter of calls with a rate: if each document of the run is one call, it takes at least so long.
struct PlannedLimiter {
  std::string name;
  std::uint64_t calls = 0;
  std::chrono::seconds at_least{0};
};

struct Plan {
  std::string what;                   // what is left to do, and why: lines
  std::vector<PlannedClass> classes;  // those that have documents
  std::uint64_t documents = 0;
  std::uint64_t bytes = 0;
  std::vector<std::string> later_phases;  // checkpoints and folds whose documents are not known yet, and in no figure
  std::size_t threads = 0;
  std::uint64_t memory_tokens = 0;

  std::uint64_t peak_bytes = 0;  // of weir and its workers
  Basis peak_from = Basis::learned;
  // Learned, or not known.
  std::optional<std::uint64_t> wall_ns;
  std::optional<std::uint64_t> output_bytes;  // before they are compressed
  std::uint64_t free_bytes = 0;               // where they are going to lie
  schedule::Forecast::Bound bound = schedule::Forecast::Bound::processor;
  std::string slowest_node;  // which has most of the work, and its share; empty where it is not known
  double slowest_share = 0.0;
  std::string longest_document;  // of the batch that takes longest
  std::vector<PlannedLimiter> limiters;
  std::vector<std::string> advice;  // settings that would help, a sentence each
};

// `listing` is what the sources list now, and was checked. Throws RunError where the store cannot be read.
Plan make_plan(const graph::Specification& specification, const Settings& settings, const std::vector<Listed>& listing,
               const schedule::CostModel& model);

}  // namespace weir::run
