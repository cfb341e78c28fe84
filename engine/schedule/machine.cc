#include "schedule/machine.h"

#include <sched.h>
#include <unistd.h>
#include <weir/units.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>
#include <thread>
#include <vector>

namespace weir::schedule {

namespace {

namespace fs = std::filesystem;

// One control group that this process is in: where its files are, and those of the groups above it.
struct Hierarchy {
  bool unified = false;  // version 2
  fs::path mount;        // the directory of the outermost group
  fs::path group;        // relative to it
};

std::optional<std::string> first_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) {
    return std::nullopt;
  }
  return line;
}

std::optional<std::uint64_t> to_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data()) {
    return std::nullopt;  // "max", "-1": no limit
  }
  return value;
}

bool lists(std::string_view controllers, std::string_view controller) {
  std::istringstream in{std::string(controllers)};
  for (std::string name; std::getline(in, name, ',');) {
    if (name == controller) {
      return true;
    }
  }
  return false;
}

// Lines of /proc/self/cgroup are id:controllers:path; version 2 is the line with id 0 and no controllers.
std::vector<Hierarchy> hierarchies(const fs::path& root, const std::string& controller) {
  const fs::path top = root / "sys/fs/cgroup";
  std::vector<Hierarchy> found;
  std::ifstream in(root / "proc/self/cgroup");
  for (std::string line; std::getline(in, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) {
      continue;
    }
    const auto controllers = std::string_view(line).substr(first + 1, second - first - 1);
    const fs::path group = fs::path(line.substr(second + 1)).relative_path();
    if (controllers.empty()) {
      found.push_back({true, top, group});
      found.push_back({true, top / "unified", group});
    } else if (lists(controllers, controller)) {
      found.push_back({false, top / controller, group});
      found.push_back({false, top / std::string(controllers), group});
    }
  }
  return found;
}

// Calls `visit` with the directory of the process's group and of each group above it. In a container the path may be
// that of the host and lead nowhere here; its own group is then the outermost one that it sees.
template <typename Visit>
void for_each_group(const fs::path& root, const std::string& controller, Visit visit) {
  for (const auto& hierarchy : hierarchies(root, controller)) {
    for (auto group = hierarchy.group; !group.empty(); group = group.parent_path()) {
      visit(hierarchy.mount / group, hierarchy.unified);
    }
    visit(hierarchy.mount, hierarchy.unified);
  }
}

std::optional<UsableMemory> memory_limit(const fs::path& root) {
  std::optional<UsableMemory> lowest;
  for_each_group(root, "memory", [&](const fs::path& directory, bool unified) {
    const fs::path file = directory / (unified ? "memory.max" : "memory.limit_in_bytes");
    const auto line = first_line(file);
    const auto bytes = line ? to_number(*line) : std::nullopt;
    if (bytes && (!lowest || *bytes < lowest->bytes)) {
      lowest = UsableMemory{*bytes, file.string()};
    }
  });
  return lowest;
}

// The number behind a key of a file of lines `key value`; 0 where there is none.
std::uint64_t value_of(const fs::path& file, std::string_view key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string name;
    std::uint64_t value = 0;
    if (fields >> name && name == key && fields >> value) {
      return value;
    }
  }
  return 0;
}

// What the processes of a group occupy and the system cannot take back.
std::uint64_t occupied_in(const fs::path& group, bool unified) {
  const fs::path file = group / "memory.stat";
  if (unified) {
    return value_of(file, "anon") + value_of(file, "shmem") + value_of(file, "unevictable");
  }
  return value_of(file, "total_rss") + value_of(file, "total_shmem") + value_of(file, "total_unevictable");
}

// "full avg10=1.23 avg60=…", in per cent.
std::optional<double> stood_still(const fs::path& file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("full avg10=")) {
      return std::strtod(line.c_str() + std::string_view("full avg10=").size(), nullptr);
    }
  }
  return std::nullopt;
}

std::optional<UsableMemory> available_memory(const fs::path& root) {
  std::ifstream in(root / "proc/meminfo");
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string name;
    std::uint64_t kibibytes = 0;
    if (fields >> name >> kibibytes && name == "MemAvailable:") {
      return UsableMemory{kibibytes * 1024, "MemAvailable"};
    }
  }
  return std::nullopt;
}

// CPUs' worth of time in each period, as one group's files say it; nothing where they set no limit.
struct Quota {
  double cpus = 0.0;
  fs::path file;
};

std::optional<Quota> quota_in(const fs::path& directory, bool unified) {
  Quota found{0.0, directory / (unified ? "cpu.max" : "cpu.cfs_quota_us")};
  std::istringstream fields(first_line(found.file).value_or(""));
  std::string quota;
  std::string period;
  fields >> quota >> period;
  if (!unified) {
    period = first_line(directory / "cpu.cfs_period_us").value_or("");
  }
  const auto time = to_number(quota);
  const auto every = to_number(period);
  if (!time || !every || *every == 0) {
    return std::nullopt;
  }
  found.cpus = static_cast<double>(*time) / static_cast<double>(*every);
  return found;
}

// The set grows until the kernel's fits: machines with more than 1,024 CPUs are refused a smaller one.
unsigned cpus_of_affinity() {
  constexpr int kMostCpus = 1 << 16;
  for (int cpus = 1024; cpus <= kMostCpus; cpus *= 2) {
    std::vector<unsigned long> words(CPU_ALLOC_SIZE(cpus) / sizeof(unsigned long));
    auto* set = reinterpret_cast<cpu_set_t*>(words.data());
    const auto bytes = words.size() * sizeof(unsigned long);
    if (sched_getaffinity(0, bytes, set) == 0) {
      return static_cast<unsigned>(CPU_COUNT_S(bytes, set));
    }
  }
  return std::thread::hardware_concurrency();
}

}  // namespace

std::optional<UsableMemory> usable_memory(const fs::path& root) {
  const auto limit = memory_limit(root);
  const auto available = available_memory(root);
  if (limit && available) {
    return limit->bytes < available->bytes ? limit : available;
  }
  return limit ? limit : available;
}

std::optional<std::uint64_t> available_now(const fs::path& root) {
  std::optional<std::uint64_t> least;
  if (const auto available = available_memory(root)) {
    least = available->bytes;
  }
  for_each_group(root, "memory", [&](const fs::path& directory, bool unified) {
    const auto line = first_line(directory / (unified ? "memory.max" : "memory.limit_in_bytes"));
    const auto limit = line ? to_number(*line) : std::nullopt;
    if (!limit) {
      return;
    }
    const std::uint64_t occupied = occupied_in(directory, unified);
    const std::uint64_t room = *limit > occupied ? *limit - occupied : 0;
    least = std::min(least.value_or(room), room);
  });
  return least;
}

MemoryStress memory_stress(const fs::path& root) {
  MemoryStress stress;
  std::optional<double> pressure;
  for_each_group(root, "memory", [&](const fs::path& directory, bool unified) {
    if (unified) {
      stress.out_of_memory = std::max(stress.out_of_memory, value_of(directory / "memory.events", "oom"));
    }
    if (unified && !pressure) {
      pressure = stood_still(directory / "memory.pressure");
    }
  });
  stress.pressure = pressure ? *pressure : stood_still(root / "proc/pressure/memory").value_or(0.0);
  return stress;
}

std::string largest_other_process(const fs::path& root) {
  std::string found;
  std::uint64_t most = 0;
  std::error_code error;
  const std::string self = std::to_string(::getpid());
  for (const auto& entry : fs::directory_iterator(root / "proc", error)) {
    const std::string pid = entry.path().filename().string();
    if (pid == self || !to_number(pid)) {
      continue;
    }
    const fs::path status = entry.path() / "status";
    const std::uint64_t bytes = (value_of(status, "RssAnon:") + value_of(status, "RssShmem:")) * 1024;
    if (bytes > most) {
      most = bytes;
      found = first_line(entry.path() / "comm").value_or("a process") + " (pid " + pid + "), " + format_size(bytes);
    }
  }
  return found;
}

UsableCpus usable_cpus(const fs::path& root) {
  UsableCpus usable{std::max(1U, cpus_of_affinity()), "affinity"};
  for_each_group(root, "cpu", [&](const fs::path& directory, bool unified) {
    const auto quota = quota_in(directory, unified);
    if (!quota) {
      return;
    }
    const auto cpus = static_cast<unsigned>(std::clamp(std::ceil(quota->cpus), 1.0, 65536.0));
    if (cpus < usable.count) {
      usable = {cpus, quota->file.string()};
    }
  });
  return usable;
}

}  // namespace weir::schedule
