#include "shim/system_call.h"

#include <dlfcn.h>

namespace weir::shim {

long system_call(long number, long a, long b, long c, long d, long e, long f) {
  using Function = long (*)(long, ...);
  static const auto kFunction = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "syscall"));
  return kFunction(number, a, b, c, d, e, f);
}

}  // namespace weir::shim
