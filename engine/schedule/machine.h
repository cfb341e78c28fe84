// What this process may use of the machine: memory and CPUs, as the kernel and the control groups say.
//
// Control groups nest, and a limit of any group above binds as well: the lowest counts. Both versions are read, also
// side by side. Files are looked for below `root`, so that a test can show this code any machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace weir::schedule {

struct UsableMemory {
  std::uint64_t bytes = 0;
  std::string source;  // what said so: "MemAvailable", or the file that holds the limit
};

// The control group's limit or, where it is lower or there is none, what the machine has available: a limit above what
// is there is no promise. Nothing where the kernel tells neither.
std::optional<UsableMemory> usable_memory(const std::filesystem::path& root = "/");

// What could still be had now, on top of what is occupied: what the machine has available or, where that is less, the
// room below a control group's limit, of which pages of files are no part. Nothing where the kernel tells neither.
std::optional<std::uint64_t> available_now(const std::filesystem::path& root = "/");

// How often a control group of this process ran out of memory, and for how many per cent of the last ten seconds all
// its work stood still for it. Of the machine where the group does not tell; 0 where nobody does.
struct MemoryStress {
  std::uint64_t out_of_memory = 0;
  double pressure = 0.0;
};
MemoryStress memory_stress(const std::filesystem::path& root = "/");

// "postgres (pid 812), 3.4 GiB": the process that has most unreclaimable memory, but for this one. Empty where none can
// be seen.
std::string largest_other_process(const std::filesystem::path& root = "/");

struct UsableCpus {
  unsigned count = 1;
  std::string source;  // "affinity", or the file that holds the quota
};

// CPUs that this thread may run on, no more than the control group's quota, rounded up so that none of it is left
// unused; at least one.
UsableCpus usable_cpus(const std::filesystem::path& root = "/");

}  // namespace weir::schedule
