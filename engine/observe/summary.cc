#include "observe/summary.h"

#include <weir/units.h>

#include "observe/numbers.h"

namespace weir::observe {
namespace {

std::string reason_list(const std::vector<std::pair<std::string, std::uint64_t>>& reasons) {
  std::string text;
  for (const auto& [reason, count] : reasons) {
    text += (text.empty() ? "" : ", ") + printable(reason) + " " + with_commas(count);
  }
  return text;
}

// What held the run up, and how much.
std::string limiter_line(const LimiterView& limiter) {
  return "limiter    " + limiter.name + ": " + with_commas(limiter.limit) +
         (limiter.per.empty() ? " at a time" : "/" + limiter.per) + ", " + with_commas(limiter.taken) +
         " taken, for which calls waited " + elapsed(limiter.waited) + "\n";
}

}  // namespace

bool books_balance(const View& view) {
  return view.sources_balance && view.read == view.done + view.filtered + view.dead + view.under_way;
}

std::string draw(const Summary& summary) {
  const View& view = summary.view;
  std::string text = "documents  " + with_commas(view.read) + " read = " + with_commas(view.done) + " done + " +
                     with_commas(view.filtered) + " filtered + " + with_commas(view.dead) + " dead" +
                     (view.ignored > 0 ? " (" + with_commas(view.ignored) + " ignored)" : "") +
                     (view.under_way > 0 ? " + " + with_commas(view.under_way) + " under way" : "") + "   " +
                     (books_balance(view) ? "✓ the books balance" : "✗ THE BOOKS DO NOT BALANCE") + "\n";
  if (view.listed > view.committed) {
    text += "left       " + with_commas(view.listed - view.committed) + " of " + with_commas(view.listed) +
            " listed are not committed yet" +
            (view.retrying > 0 ? "; of these, " + with_commas(view.retrying) + " wait for another attempt" : "") + "\n";
  }
  if (!summary.filtered_reasons.empty()) text += "filtered   " + reason_list(summary.filtered_reasons) + "\n";
  if (!view.dead_reasons.empty()) text += "dead       " + reason_list(view.dead_reasons) + "\n";
  const std::uint64_t bytes = view.committed_bytes - view.committed_bytes_before;
  text += "wall       " + elapsed(view.seconds);
  if (view.seconds > 0.0) text += "   " + megabytes_per_second(static_cast<double>(bytes) / view.seconds);
  text += "   peak memory " + format_size(summary.peak_memory) + " of " + format_size(view.memory_tokens) + "\n";
  if (summary.predicted) {
    text += "predicted  " + elapsed(summary.predicted->seconds) + " and " +
            format_size(summary.predicted->peak_memory) + " of memory, by what earlier runs took\n";
  }
  for (const LimiterView& limiter : view.limiters) text += limiter_line(limiter);
  for (const std::string& output : summary.outputs) text += "wrote      " + printable(output) + "\n";
  if (!summary.next.empty()) text += "next: " + printable(summary.next) + "\n";
  return text;
}

}  // namespace weir::observe
