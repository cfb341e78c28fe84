// The limiters of a run in a file of its run directory, mapped: what each is, which nodes take it, and how much it is
// used. So `weir status` sees what a run that goes on has nowhere but in its memory.
//
// It is a hint and no state: nothing is decided by it, and it is never synced. It stays when the run has ended, and
// says then what the last session took.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/specification.h"
#include "schedule/limiter_use.h"

namespace weir::run {

// One limiter as the file tells it.
struct LimiterReport {
  struct Taker {
    std::string node;
    std::uint64_t count = 1;  // by each call
  };

  std::string name;
  std::uint64_t tokens = 0;  // at a time; 0 where it has a rate
  std::uint64_t calls = 0;   // in each `per_ms`; 0 where it has none
  std::uint64_t per_ms = 0;
  std::uint64_t burst = 1;  // of a rate
  std::vector<Taker> takers;

  std::uint64_t held = 0;     // by calls that are being made
  std::uint64_t waiting = 0;  // calls
  std::uint64_t taken = 0;    // in the session
  std::uint64_t waited_ns = 0;
};

struct LimiterReports {
  std::uint64_t process = 0;  // of the session
  std::vector<LimiterReport> limiters;
};

class LimiterFile {
 public:
  // Begins anew. The caller holds the lock on the run directory. Throws CommitError where the disk fails; where it is
  // full there is no file, and the counts are kept all the same.
  LimiterFile(const std::filesystem::path& run_directory, const graph::Specification& specification);
  ~LimiterFile();
  LimiterFile(const LimiterFile&) = delete;
  LimiterFile& operator=(const LimiterFile&) = delete;

  // All zero at first; one for each limiter of the graph.
  std::span<schedule::LimiterUse> uses() const { return uses_; }

  // Nothing where there is no such file, or none that can be read.
  static std::optional<LimiterReports> read(const std::filesystem::path& run_directory);
  // That of an earlier session, where the graph has no limiters any more.
  static void remove(const std::filesystem::path& run_directory);

 private:
  void map(const std::filesystem::path& run_directory, const std::string& bytes);

  void* mapping_ = nullptr;
  std::size_t mapped_ = 0;                 // bytes
  std::vector<schedule::LimiterUse> own_;  // where there is no file
  std::span<schedule::LimiterUse> uses_;
};

}  // namespace weir::run
