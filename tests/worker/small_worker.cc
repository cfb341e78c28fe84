// A worker of the small graph; of the one below a spool where the file is named that damages it.
#include "worker/serve.h"
#include "worker/small_graph.h"

int main(int count, char** words) {
  weir::worker::tie_to_parent();
  const weir::worker::SmallGraph small(false, count > 1 ? words[1] : "");
  weir::worker::Server server(small.graph.wiring);
  server.load(weir::batch::NoResources());
  server.run();
}
