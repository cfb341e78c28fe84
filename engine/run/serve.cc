#include "run/serve.h"

#include <exception>

#include "batch/file_memory.h"
#include "run/exit_code.h"
#include "run/node_resources.h"
#include "run/spools.h"
#include "run/wiring.h"
#include "worker/sandbox.h"
#include "worker/serve.h"

namespace weir::run {

void serve(const graph::Specification& specification, const std::map<std::string, std::string>& spools,
           const std::string& directory) {
  const SpoolFiles files = make_spool_files(specification);
  for (const auto& [name, path] : spools) {
    const auto found = files.find(name);
    if (found != files.end()) found->second->set_path(path);
  }
  const batch::Wiring wiring = make_wiring(specification, 1, files);
  batch::FileMemory large_memory(directory);
  worker::Server server(wiring, &large_memory);
  try {
    server.load(NodeResources(specification.base_directory, server.log()));
  } catch (const std::exception& error) {
    throw RunError(ExitCode::graph, std::string("a stage cannot be made: ") + error.what());
  }
  worker::enter_sandbox(directory);
  server.run();
}

}  // namespace weir::run
