#include "observe/progress.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <weir/units.h>

#include "observe/bar.h"
#include "observe/numbers.h"

namespace weir::observe {
namespace {

double share_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

double per_second(std::uint64_t now, std::uint64_t before, double seconds) {
  return seconds > 0.0 ? static_cast<double>(now - before) / seconds : 0.0;
}

// By bytes, since documents differ in size by four orders of magnitude; by documents where sizes are not known.
std::string time_left(const View& view) {
  const bool by_bytes = view.listed_bytes > 0;
  const std::uint64_t now = by_bytes ? view.committed_bytes : view.committed;
  const std::uint64_t before = by_bytes ? view.committed_bytes_before : view.committed_before;
  const std::uint64_t all = by_bytes ? view.listed_bytes : view.listed;
  const double rate = per_second(now, before, view.seconds);
  if (now >= all || rate <= 0.0) return "";
  return "   " + short_duration(static_cast<double>(all - now) / rate) + " left";
}

std::string pad_left(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string pad_right(const std::string& text, std::size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}

std::string reasons(const std::vector<std::pair<std::string, std::uint64_t>>& counts, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, counts.size()); ++i) {
    text += (i ? ", " : "") + printable(counts[i].first) + " " + with_commas(counts[i].second);
  }
  if (counts.size() > most) text += ", …";
  return text;
}

std::string node_line(const NodeView& node, std::size_t name_width, bool is_bottleneck) {
  std::string line = " " + pad_right(printable(node.id), name_width);
  line += pad_left(with_commas(node.documents_in), 11) + pad_left(with_commas(node.documents_out), 11);
  line += pad_left(std::to_string(node.in_flight), 12);
  line += pad_left(short_nanoseconds(node.p50_ns), 9) + pad_left(short_nanoseconds(node.p99_ns), 9);
  line += pad_left(percent(node.busy), 8) + pad_left(with_commas(node.failed), 9);
  if (is_bottleneck) line += "   <- bottleneck";
  if (!node.drops.empty()) line += "   filtered: " + reasons(node.drops, 2);
  return line + "\n";
}

std::string limiter_row(const LimiterView& limiter) {
  const bool counts = limiter.per.empty();
  std::string line = " limiter " + limiter.name + ": ";
  if (counts || !limiter.renews.empty()) line += with_commas(limiter.used) + " of ";
  line += with_commas(limiter.limit) + (counts ? " at a time" : "/" + limiter.per);
  line += ", " + with_commas(limiter.waiting) + " waiting, " + with_commas(limiter.taken) + " taken";
  if (!limiter.renews.empty()) line += ", renews at " + limiter.renews;
  return line + "\n";
}

}  // namespace

std::string draw(const View& view, bool colour, std::size_t columns) {
  const std::size_t width = columns >= 100 ? 40 : 20;
  std::string text =
      " documents " + bar(share_of(view.committed, view.listed), width, colour) + "  " +
      percent(share_of(view.committed, view.listed)) + "  " + with_commas(view.committed) + "/" +
      with_commas(view.listed) + "   " +
      with_commas(static_cast<std::uint64_t>(per_second(view.committed, view.committed_before, view.seconds))) +
      "/s  " + megabytes_per_second(per_second(view.committed_bytes, view.committed_bytes_before, view.seconds)) +
      time_left(view) + "\n";
  text += " memory    " + bar(share_of(view.memory_reserved, view.memory_tokens), width, colour) + "  " +
          format_size(view.memory_reserved) + " of " + format_size(view.memory_tokens) + " reserved   " +
          format_size(view.memory_used) + " used   waiting " + percent(view.waiting) + "\n";
  if (!view.phase.empty()) {
    const double share = share_of(view.phase_committed, view.phase_documents);
    text += " phase     " + bar(share, width, colour) + "  " + percent(share) + "  " +
            with_commas(view.phase_committed) + "/" + with_commas(view.phase_documents) + "   " +
            printable(view.phase) + "\n";
  }
  std::size_t name_width = 4;
  for (const NodeView& node : view.nodes) name_width = std::max(name_width, node.id.size());
  text += " " + pad_right("node", name_width) + pad_left("in", 11) + pad_left("out", 11) + pad_left("in flight", 12) +
          pad_left("p50", 9) + pad_left("p99", 9) + pad_left("busy", 8) + pad_left("failed", 9) + "\n";
  const std::size_t busiest = bottleneck(view);
  for (std::size_t i = 0; i < view.nodes.size(); ++i) text += node_line(view.nodes[i], name_width, i == busiest);
  for (const LimiterView& limiter : view.limiters) text += limiter_row(limiter);
  if (view.retrying > 0) text += " ~ " + with_commas(view.retrying) + " wait for another attempt\n";
  if (view.dead > 0) {
    text += " ! " + with_commas(view.dead) + " dead letters: " + reasons(view.dead_reasons, 4) + "\n";
  }
  return text;
}

std::string draw_line(const View& view) {
  std::string line = "progress graph=" + printable(view.graph);
  const auto add = [&line](const char* key, std::uint64_t value) {
    line += std::string(" ") + key + "=" + std::to_string(value);
  };
  add("seconds", static_cast<std::uint64_t>(view.seconds));
  add("listed", view.listed);
  add("committed", view.committed);
  add("done", view.done);
  add("filtered", view.filtered);
  add("dead", view.dead);
  if (view.retrying > 0) add("retrying", view.retrying);
  if (!view.phase.empty()) {
    line += " phase=" + printable(view.phase);
    add("phase_documents", view.phase_documents);
    add("phase_committed", view.phase_committed);
  }
  add("bytes", view.committed_bytes);
  add("listed_bytes", view.listed_bytes);
  add("memory_tokens", view.memory_tokens);
  add("memory_reserved", view.memory_reserved);
  add("memory_used", view.memory_used);
  add("waiting_percent", static_cast<std::uint64_t>(view.waiting * 100.0));
  for (const LimiterView& limiter : view.limiters) {
    const std::string name = "limiter." + limiter.name;
    add((name + ".limit").c_str(), limiter.limit);
    add((name + ".used").c_str(), limiter.used);
    add((name + ".waiting").c_str(), limiter.waiting);
    add((name + ".taken").c_str(), limiter.taken);
    if (limiter.renews.empty()) continue;
    std::string renews = limiter.renews.substr(0, 19) + "Z";
    std::replace(renews.begin(), renews.end(), ' ', 'T');
    line.append(" ").append(name).append(".renews=").append(renews);
  }
  for (const NodeView& node : view.nodes) {
    add((printable(node.id) + ".in").c_str(), node.documents_in);
    add((printable(node.id) + ".out").c_str(), node.documents_out);
    add((printable(node.id) + ".failed").c_str(), node.failed);
  }
  return line + "\n";
}

Progress::Progress(ProgressSettings settings, std::function<View()> view, std::function<void(const std::string&)> write)
    : settings_(settings), view_(std::move(view)), write_(std::move(write)), thread_([this] { loop(); }) {}

Progress::~Progress() { finish(); }

void Progress::loop() {
  std::unique_lock lock(mutex_);
  const auto interval = settings_.terminal ? settings_.terminal_interval : settings_.line_interval;
  while (!wake_.wait_for(lock, interval, [this] { return finished_; })) {
    if (!settings_.silent) show();
  }
}

std::string Progress::erase_last() {
  if (lines_shown_ == 0) return "";
  std::string text = "\x1b[" + std::to_string(lines_shown_) + "A\x1b[J";
  lines_shown_ = 0;
  return text;
}

void Progress::show() {
  const View view = view_();
  if (!settings_.terminal) return write_(draw_line(view));
  const std::string picture = draw(view, settings_.colour);
  const std::string erase = erase_last();
  write_(erase + picture);
  lines_shown_ = static_cast<std::size_t>(std::count(picture.begin(), picture.end(), '\n'));
}

void Progress::say(const std::string& line) {
  const std::scoped_lock lock(mutex_);
  write_(erase_last() + line + "\n");
}

void Progress::show_now() {
  const std::scoped_lock lock(mutex_);
  show();
}

void Progress::finish() {
  {
    const std::scoped_lock lock(mutex_);
    if (finished_) return;
    finished_ = true;
  }
  wake_.notify_all();
  thread_.join();
  if (settings_.terminal && !settings_.silent) show();
}

}  // namespace weir::observe
