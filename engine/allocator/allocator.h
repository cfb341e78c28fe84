// The allocator that this process runs on: what it is, what the calling thread has taken from it, and how to have it
// give memory back. The only place that knows of jemalloc.
//
// Whoever links this room runs on jemalloc, told to return what is freed within about a second. Builds with a sanitizer
// run on the sanitizer's own allocator: then nothing is measured, every count is 0, and give_back() does nothing.
//
// Threads: counts are those of the calling thread. Memory that one thread takes and another frees counts up in the
// first and down in the second. Large texts that lie in mapped files are not part of it.
#pragma once

#include <cstdint>
#include <string>

namespace weir::allocator {

// "jemalloc 5.3.0", or "the C library's".
std::string name();

// What the allocator says that it was told, "background_thread:true,…"; empty where it is not jemalloc.
std::string settings();

// Whether the counts below are any.
bool measures() noexcept;

// Bytes that the thread has taken since it began, less those that it has freed.
std::int64_t taken_by_thread() noexcept;

// The most that the thread has held at one time since the last call of restart_peak(), beyond what it held then. At
// most 64 KiB too low. Both take some 7 ns (bench/allocator_bench.cc).
std::uint64_t peak_of_thread() noexcept;
void restart_peak_of_thread() noexcept;

// Returns all free memory to the system now, not in a second. Takes a few milliseconds; any thread.
void give_back() noexcept;

}  // namespace weir::allocator
