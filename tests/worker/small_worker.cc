// A worker of the small graph.
#include "worker/serve.h"
#include "worker/small_graph.h"

int main() {
  weir::worker::tie_to_parent();
  const weir::worker::SmallGraph small;
  weir::worker::Server server(small.graph.wiring);
  server.load(weir::batch::NoResources());
  server.run();
}
