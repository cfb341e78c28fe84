// How long a document may take, in two clocks: all the time that stages work on it, and the time in which the one that
// has it does not get on. A node may have a deadline of its own: what the document takes there counts for that alone.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace weir::batch {

// Which of the two clocks has run out.
enum class Overrun : std::uint8_t { deadline, no_progress };

inline const char* reason_of(Overrun overrun) { return overrun == Overrun::deadline ? "deadline" : "no_progress"; }

inline const char* description_of(Overrun overrun) {
  return overrun == Overrun::deadline ? "its time was over" : "it did not get on";
}

struct Deadlines {
  using Time = std::optional<std::chrono::milliseconds>;

  Time document;            // in all nodes together that have none of their own
  Time no_progress;         // between two calls, documents emitted, or questions whether to stop
  std::vector<Time> nodes;  // by node; may be shorter

  bool has_own(std::size_t node) const { return node < nodes.size() && nodes[node]; }
  Time in(std::size_t node) const { return has_own(node) ? nodes[node] : document; }
  std::chrono::milliseconds limit_of(Overrun overrun, std::size_t node) const {
    return (overrun == Overrun::deadline ? in(node) : no_progress).value_or(std::chrono::milliseconds(0));
  }
  // The longest of times where there is none.
  std::chrono::milliseconds shortest() const {
    constexpr auto kNever = std::chrono::milliseconds::max();
    auto shortest = std::min(document.value_or(kNever), no_progress.value_or(kNever));
    for (const Time& node : nodes) shortest = std::min(shortest, node.value_or(kNever));
    return shortest;
  }
  bool none() const { return shortest() == std::chrono::milliseconds::max(); }
};

// What ran out, where something did: of a document that has taken so long in all, and has not got on for so long.
inline std::optional<Overrun> overrun_of(const Deadlines& deadlines, std::size_t node, std::chrono::nanoseconds taken,
                                         std::chrono::nanoseconds standing, std::chrono::milliseconds grace) {
  const Deadlines::Time deadline = deadlines.in(node);
  if (deadline && taken >= *deadline + grace) return Overrun::deadline;
  if (deadlines.no_progress && standing >= *deadlines.no_progress + grace) return Overrun::no_progress;
  return std::nullopt;
}

}  // namespace weir::batch
