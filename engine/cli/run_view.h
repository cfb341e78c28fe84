// What a person is shown of a run, gathered from its status.
#pragma once

#include <chrono>
#include <string>

#include "observe/summary.h"
#include "observe/view.h"
#include "run/run.h"

namespace weir::cli {

// While the run goes: the books are those before this session plus what this session has committed.
observe::View live_view(const run::Run& run, const std::string& graph, std::chrono::steady_clock::time_point started,
                        std::uint64_t memory_tokens);

// When it has ended: the books are those of the store.
observe::View final_view(const run::Run& run, const std::string& graph, double seconds, std::uint64_t memory_tokens);

// Reasons from most to least; equal ones by name.
std::vector<std::pair<std::string, std::uint64_t>> by_count(const std::map<std::string, std::uint64_t>& counts);
std::vector<std::pair<std::string, std::uint64_t>> by_count(const std::vector<store::ReasonCount>& counts);

}  // namespace weir::cli
