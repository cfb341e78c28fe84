#include "cli/limiter_status.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "observe/numbers.h"
#include "store/wall_clock.h"

namespace weir::cli {
namespace {

using observe::with_commas;

constexpr std::uint64_t kHour = std::uint64_t{3600} * 1000;
constexpr std::uint64_t kDay = 24 * kHour;

bool is_window(const run::LimiterReport& limiter) { return limiter.per_ms >= kHour; }

// "/s", "/min", "/h", "/day": as the graph says it.
std::string unit_of(std::uint64_t per_ms) {
  return per_ms >= kDay ? "/day" : per_ms >= kHour ? "/h" : per_ms >= 60'000 ? "/min" : "/s";
}

// "10 of 100 calls a day are used, renews at 2026-03-02 09:14:07 UTC".
std::string used_of(const store::QuotaUse& use) {
  const bool day = static_cast<std::uint64_t>(use.window_ms) >= kDay;
  return with_commas(use.used) + " of " + with_commas(use.calls) + " calls " + (day ? "a day" : "an hour") +
         " are used, renew" + (use.renews_ms() > store::now_ms() ? "s at " : "ed at ") +
         store::utc_time(use.renews_ms());
}

std::string takers_of(const run::LimiterReport& limiter) {
  std::string text;
  for (const run::LimiterReport::Taker& taker : limiter.takers) {
    text += (text.empty() ? "" : ", ") + taker.node;
    if (taker.count > 1) text += " (" + with_commas(taker.count) + " a call)";
  }
  return text;
}

void add_quota(const store::QuotaUse& use, Table& table) {
  table.set("calls", use.calls);
  table.set("window_ms", use.window_ms);
  table.set("used", use.used);
  table.set("began_ms", use.began_ms);
  table.set("renews_ms", use.renews_ms());
}

// Of a window that no call has begun, and of all that is no window.
void add_terms(const run::LimiterReport& limiter, Table& table) {
  if (limiter.tokens > 0) return table.set("tokens", limiter.tokens);
  table.set("calls", limiter.calls);
  table.set(is_window(limiter) ? "window_ms" : "per_ms", limiter.per_ms);
  is_window(limiter) ? table.set("used", 0) : table.set("burst", limiter.burst);
}

}  // namespace

LimiterStatus::LimiterStatus(const store::ReadStore& store, const std::filesystem::path& directory,
                             std::uint64_t running)
    : quotas_(store.quotas()) {
  if (std::optional<run::LimiterReports> reports = run::LimiterFile::read(directory)) {
    limiters_ = std::move(reports->limiters);
    live_ = running != 0 && reports->process == running;
  }
}

// The run directory was copied without the file, or the graph has the limiter no more: what is used still counts.
std::vector<store::QuotaUse> LimiterStatus::quotas_alone() const {
  std::vector<store::QuotaUse> alone;
  std::copy_if(quotas_.begin(), quotas_.end(), std::back_inserter(alone), [this](const store::QuotaUse& use) {
    return std::none_of(limiters_.begin(), limiters_.end(), [&](const auto& each) { return each.name == use.limiter; });
  });
  return alone;
}

const store::QuotaUse* LimiterStatus::quota_of(const std::string& limiter) const {
  const auto found =
      std::find_if(quotas_.begin(), quotas_.end(), [&](const store::QuotaUse& use) { return use.limiter == limiter; });
  return found == quotas_.end() ? nullptr : &*found;
}

std::string LimiterStatus::text() const {
  std::string text;
  for (const run::LimiterReport& limiter : limiters_) text += line(limiter);
  for (const store::QuotaUse& use : quotas_alone()) text += "limiter    " + use.limiter + ": " + used_of(use) + "\n";
  return text;
}

std::string LimiterStatus::line(const run::LimiterReport& limiter) const {
  const store::QuotaUse* const quota = is_window(limiter) ? quota_of(limiter.name) : nullptr;
  std::string line = "limiter    " + limiter.name + ": ";
  if (quota) {
    line += used_of(*quota);
  } else {
    line += limiter.tokens > 0 ? with_commas(limiter.tokens) + " at a time"
                               : with_commas(limiter.calls) + unit_of(limiter.per_ms);
  }
  line += ", for " + takers_of(limiter) + ": ";
  if (live_) line += with_commas(limiter.held) + " held, " + with_commas(limiter.waiting) + " waiting, ";
  return line + with_commas(limiter.taken) + " taken in " + (live_ ? "this" : "the last") +
         " session, for which calls waited " + observe::elapsed(static_cast<double>(limiter.waited_ns) / 1e9) + "\n";
}

List LimiterStatus::json() const {
  List list;
  for (const run::LimiterReport& limiter : limiters_) list.push_back(table(limiter));
  for (const store::QuotaUse& use : quotas_alone()) {
    Table table;
    table.set("name", use.limiter);
    add_quota(use, table);
    list.emplace_back(std::move(table));
  }
  return list;
}

Value LimiterStatus::table(const run::LimiterReport& limiter) const {
  Table table;
  table.set("name", limiter.name);
  const store::QuotaUse* const quota = is_window(limiter) ? quota_of(limiter.name) : nullptr;
  quota ? add_quota(*quota, table) : add_terms(limiter, table);
  List takers;
  for (const run::LimiterReport::Taker& taker : limiter.takers) {
    Table each;
    each.set("node", taker.node);
    each.set("count", taker.count);
    takers.emplace_back(std::move(each));
  }
  table.set("taken_by", std::move(takers));
  if (live_) {
    table.set("held", limiter.held);
    table.set("waiting", limiter.waiting);
  }
  table.set("taken", limiter.taken);
  table.set("waited_ns", limiter.waited_ns);
  return table;
}

}  // namespace weir::cli
