// System calls past the C library's functions, which the shim stands in front of.
#pragma once

#include <cstddef>

namespace weir::shim {

// As syscall(2): the result, or -1 and errno.
long system_call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0);

template <typename T>
long address(T* pointer) {
  return reinterpret_cast<long>(pointer);
}

}  // namespace weir::shim
