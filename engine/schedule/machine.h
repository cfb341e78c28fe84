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

struct UsableCpus {
  unsigned count = 1;
  std::string source;  // "affinity", or the file that holds the quota
};

// CPUs that this thread may run on, no more than the control group's quota, rounded up so that none of it is left
// unused; at least one.
UsableCpus usable_cpus(const std::filesystem::path& root = "/");

}  // namespace weir::schedule
