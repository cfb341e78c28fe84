// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace weir::observe {

std::string with_commas(std::uint64_t number);        // 120,400
std::string short_duration(double seconds);           // 1m48s, 12s, 2h05m
std::string elapsed(double seconds);                  // 140 ms, 1.2 s, 1m48s: what took a time
std::string short_nanoseconds(std::uint64_t number);  // 18 ms, 310 us, 1.2 s
std::string percent(double share);                    // 63 %
std::string megabytes_per_second(double bytes);       // 38.1 MB/s

// Control characters made visible, so that a name from outside cannot move the cursor.
std::string printable(const std::string& text);

}  // namespace weir::observe
