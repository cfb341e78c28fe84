#include "run/worker_program.h"

#include "checksum/checksum.h"

namespace weir::run {

std::string digest_of(std::string_view fingerprint) { return checksum::file_hash(fingerprint); }

worker::Program worker_program(const std::vector<std::string>& graph, std::string_view fingerprint,
                               const std::string& large_texts, const SpoolFiles& spools) {
  worker::Program program{"/proc/self/exe", {"worker"}};
  program.arguments.insert(program.arguments.end(), graph.begin(), graph.end());
  program.arguments.emplace_back("--expect");
  program.arguments.push_back(digest_of(fingerprint));
  program.arguments.emplace_back("--large-texts");
  program.arguments.push_back(large_texts);
  for (const auto& [name, file] : spools) {
    program.arguments.emplace_back("--spool");
    program.arguments.push_back(name + "=" + file->path().string());
  }
  return program;
}

}  // namespace weir::run
