// Where a cost model is kept: with the run, and for each graph in the user's state directory, so that a new run of the
// same graph begins with what earlier ones have learned. A model is a hint and never an error: what cannot be read is
// as good as none, and what cannot be written is told to the log.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <weir/call.h>

#include "schedule/cost_model.h"

namespace weir::run {

// `$XDG_STATE_HOME/weir/models/NAME-HASH`, or below ~/.local/state; the hash is that of the graph's fingerprint, so a
// graph that changed begins anew. Nothing where there is no such directory to speak of.
std::optional<std::filesystem::path> user_model_file(const std::string& graph, const std::string& fingerprint);

// False where there is no such file, or none that can be read.
bool read_model(const std::filesystem::path& file, schedule::CostModel& model);

// Replaces the file, with the directories above it. The reason why it could not; empty where it did.
std::string write_model(const std::filesystem::path& file, const schedule::CostModel& model);

// The model of one run.
class RunModel {
 public:
  // What the run has learned, or else what the user's file holds.
  RunModel(std::filesystem::path run_file, std::optional<std::filesystem::path> user_file, Logger& logger);

  schedule::CostModel& model() { return model_; }

  // Writes both files where something was learned since.
  void save();

 private:
  const std::filesystem::path run_file_;
  const std::optional<std::filesystem::path> user_file_;
  Logger& logger_;
  schedule::CostModel model_;
  std::uint64_t saved_ = 0;  // version
};

}  // namespace weir::run
