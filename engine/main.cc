#include "cli/application.h"

#ifdef WEIR_JEMALLOC
// Freed memory goes back to the system within about a second, so that what the limiter counts as free is free.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0";
}
#endif

int main(int argc, char** argv) { return weir::cli::run_application(argc, argv); }
