#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <string>

#include "allocator/allocator.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "plugin/catalogue.h"
#include "schedule/machine.h"
#include "schedule/process_memory.h"
#include "worker/sandbox.h"

#include <weir/units.h>

namespace weir::cli {
namespace {

std::string line(const std::string& name, const std::string& value) {
  return name + std::string(name.size() < 16 ? 16 - name.size() : 1, ' ') + value + "\n";
}

std::string allocator_line() {
  const std::string settings = allocator::settings();
  return line("allocator", allocator::name() + (settings.empty() ? "" : ", " + settings) +
                               (allocator::measures() ? "; the memory of each batch is measured"
                                                      : "; the memory of batches is not measured"));
}

std::string memory() {
  const auto usable = schedule::usable_memory();
  if (!usable) return line("memory", "unknown: neither control group nor /proc/meminfo tell");
  return line("memory", format_size(usable->bytes) + " usable (" + usable->source + "); a graph's default budget is " +
                            format_size(usable->bytes / 4 * 3)) +
         line("footprint", format_size(schedule::unreclaimable_bytes()) + " unreclaimable in this process now");
}

std::string cpus() {
  const schedule::UsableCpus usable = schedule::usable_cpus();
  return line("cpus", std::to_string(usable.count) + " (" + usable.source + ")");
}

std::string limit(const char* name, int resource) {
  rlimit limits{};
  if (getrlimit(resource, &limits) != 0) return "";
  return line(name, limits.rlim_cur == RLIM_INFINITY ? "no limit" : std::to_string(limits.rlim_cur));
}

// Output names are resolved below the output directory by the kernel, since Linux 5.6.
std::string safe_paths() {
  const long descriptor = ::syscall(SYS_openat2, AT_FDCWD, ".", nullptr, 0);
  const bool known = !(descriptor < 0 && errno == ENOSYS);
  return line("openat2", known ? "available" : "missing: outputs need Linux 5.6 or newer");
}

std::string plugins(const CommonOptions& common) {
  plugin::Catalogue catalogue(plugin::search_path(common.plugin_directories));
  catalogue.load_all();
  std::string text;
  for (const std::string& directory : catalogue.directories()) text += line("plugin path", directory);
  text += line("stages", std::to_string(catalogue.names().size()));
  for (const plugin::Problem& problem : catalogue.problems()) text += line("! plugin", problem.sentence());
  return text;
}

class DoctorCommand final : public Command {
 public:
  void declare(CLI::App& application) override {
    command_ = application.add_subcommand("doctor", "what this machine allows: memory, CPUs, plugin paths, allocator");
  }

  bool chosen() const override { return command_->parsed(); }

  run::ExitCode execute(const CommonOptions& common) override {
    write_out(line("weir", WEIR_VERSION) + allocator_line() + memory() + cpus() + limit("open files", RLIMIT_NOFILE) +
              safe_paths() + line("workers", worker::describe(worker::sandbox_here())) + plugins(common));
    return run::ExitCode::all_done;
  }

 private:
  CLI::App* command_ = nullptr;
};

}  // namespace

std::unique_ptr<Command> make_doctor_command() { return std::make_unique<DoctorCommand>(); }

}  // namespace weir::cli
