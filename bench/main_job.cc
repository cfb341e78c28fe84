// The main job without the rest of weir, to compare `weir run` with:
//
//   main_job plain   GRAPH INPUT OUT THREADS   a plain loop over the same stage objects
//   main_job network GRAPH INPUT OUT THREADS   the live network with its limiter, but no checkpoint: nothing is written
//
// Prints one line of JSON: files, bytes, records, seconds (of the work alone, without loading).
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "batch/settle.h"
#include "flow/network.h"
#include "loaded_graph.h"
#include "plain_loop.h"
#include "run/cut.h"

namespace weir::bench {
namespace {

Done run_network(const LoadedGraph& graph, std::size_t threads) {
  const graph::RunSettings& run = graph.specification().run;
  const auto batches = run::cut(graph.listing().entries, {run.batch_bytes, run.batch_documents});
  std::size_t next = 0;
  std::uint64_t ordinal = 0;
  std::atomic<std::uint64_t> records = 0;
  Done done;
  flow::Network network(
      graph.wiring(), graph.instances(), {threads, std::uint64_t{4} << 30, 2 * threads},
      [&]() -> std::unique_ptr<batch::Batch> {
        if (next == batches.size()) return nullptr;
        std::vector<batch::BatchEntry> entries;
        for (const ListedEntry& entry : batches[next]) entries.push_back({ordinal++, entry, false});
        auto made = std::make_unique<batch::Batch>(++next, graph.listing().node, std::move(entries), graph.wiring());
        done.files += made->entries().size();
        done.bytes += made->bytes();
        return made;
      },
      [&](flow::Admitted admitted) {
        const batch::Settlement settlement = batch::settle(graph.wiring(), *admitted.batch);
        for (std::size_t node = 0; node < graph.wiring().nodes.size(); ++node) {
          if (graph.wiring().nodes[node].stage->kind == StageKind::sink) {
            records += admitted.batch->result(node).documents_out;
          }
        }
      });
  network.run();
  done.records = records;
  return done;
}

int run(const std::string& engine, const std::string& graph_file, const std::string& input, const std::string& out,
        std::size_t threads) {
  const LoadedGraph graph(graph_file, {input}, threads);
  const auto begin = std::chrono::steady_clock::now();
  const Done done = engine == "plain" ? run_plain_loop(graph, threads, out) : run_network(graph, threads);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::cout << "{\"files\": " << done.files << ", \"bytes\": " << done.bytes << ", \"records\": " << done.records
            << ", \"seconds\": " << seconds.count() << "}\n";
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace weir::bench

int main(int argc, char** argv) {
  const std::string engine = argc > 1 ? argv[1] : "";
  if (argc != 6 || (engine != "plain" && engine != "network")) {
    std::cerr << "usage: main_job plain|network GRAPH INPUT OUT THREADS\n";
    return 2;
  }
  try {
    return weir::bench::run(engine, argv[2], argv[3], argv[4], std::stoul(argv[5]));
  } catch (const std::exception& error) {
    std::cerr << "main_job: " << error.what() << "\n";
    return EXIT_FAILURE;
  }
}
