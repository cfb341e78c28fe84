// Finds the record that a line of an output belongs to.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace weir::run {

struct RecordLines {
  std::uint64_t first_line = 1;  // counted from 1; both included: a quoted value may hold line breaks
  std::uint64_t last_line = 1;
  std::uint64_t begin = 0;  // bytes, the end excluded
  std::uint64_t end = 0;
};

// `read` gives the bytes from an offset on, and how many they are; it is asked in ascending order. `quoted` says that
// line breaks between double quotes end no record, as in CSV. Nothing where there are fewer lines.
std::optional<RecordLines> find_record(
    const std::function<std::size_t(std::uint64_t offset, std::span<char> into)>& read, bool quoted,
    std::uint64_t line);

}  // namespace weir::run
