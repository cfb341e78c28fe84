// A shared library that is no plugin.
#include "mark.h"

extern "C" __attribute__((visibility("default"))) int not_a_plugin() { return 1; }
