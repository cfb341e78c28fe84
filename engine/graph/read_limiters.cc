#include "graph/read_limiters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/read_nodes.h"
#include "graph/suggestion.h"
#include "graph/table_reader.h"

namespace weir::graph {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

// More is no limit.
constexpr std::int64_t kMost = 1'000'000'000;
constexpr std::int64_t kMostAtOnce = 1'000'000;  // of a rate: so that its time can be counted in nanoseconds

struct Unit {
  std::string_view name;
  seconds length;
};
constexpr std::array kUnits{Unit{"s", seconds(1)}, Unit{"min", seconds(60)}, Unit{"h", hours(1)},
                            Unit{"day", hours(24)}};

struct WrittenRate {
  std::uint64_t calls = 0;
  seconds per{0};
};

// "10/s".
std::optional<WrittenRate> parse_rate(std::string_view text) {
  std::int64_t calls = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), calls);
  if (error != std::errc() || calls < 1 || calls > kMost) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : kUnits) {
    if (text.size() == unit.name.size() + 1 && text.front() == '/' && text.substr(1) == unit.name) {
      return WrittenRate{static_cast<std::uint64_t>(calls), unit.length};
    }
  }
  return std::nullopt;
}

// "10/sec" and "1000/d".
std::optional<std::string> meant_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  std::string_view unit = text.substr(slash + 1);
  const auto begins = [&](std::string_view with) { return unit.substr(0, with.size()) == with; };
  const std::string_view meant = begins("s") ? "s" : begins("m") ? "min" : begins("h") ? "h" : begins("d") ? "day" : "";
  std::string rate = std::string(text.substr(0, slash)).append("/").append(meant);
  if (meant.empty() || !parse_rate(rate)) return std::nullopt;
  return rate;
}

class LimiterReader {
 public:
  LimiterReader(const Member& member, Diagnostics& diagnostics)
      : table_(member.value), reader_(member.value, "a limiter of calls", diagnostics), diagnostics_(diagnostics) {
    limiter_.name = member.key;
    limiter_.at = member.key_at;
    if (is_node_name(member.key)) return;
    diagnostics_.add({"E017",
                      "`" + member.key + "` cannot name a limiter",
                      member.key_at,
                      "a letter, then letters, digits, `_` and `-`",
                      {},
                      {}});
  }

  CallLimiter read() {
    const Element* const tokens = reader_.any("tokens");
    const Element* const rate = reader_.any("rate");
    if (tokens) read_tokens(*tokens);
    if (rate) read_rate(*rate);
    read_burst(rate != nullptr);
    reader_.finish();
    if (tokens && rate) {
      contradiction("tokens", "`tokens` and `rate` are two limiters", "a call may take several: make one for each");
    } else if (!tokens && !rate) {
      diagnostics_.add({"E010",
                        "missing key `tokens` or `rate`",
                        limiter_.at,
                        "limits nothing",
                        {},
                        {"tokens = 5 for so many calls at a time, rate = \"10/s\" for so many in a time"}});
    }
    return std::move(limiter_);
  }

 private:
  void read_tokens(const Element& value) {
    const std::int64_t* tokens = value.integer();
    if (tokens && *tokens >= 1 && *tokens <= kMost) {
      limiter_.tokens = static_cast<std::uint64_t>(*tokens);
      return;
    }
    Diagnostic wrong = wrong_type("tokens", value, "must be how many calls at a time, an integer of 1 or more");
    if (nearest(limiter_.name, std::vector<std::string>{"memory"})) wrong.helps.push_back(did_you_mean("memory"));
    diagnostics_.add(std::move(wrong));
  }

  void read_rate(const Element& value) {
    const auto rate = value.string() ? parse_rate(*value.string()) : std::nullopt;
    if (rate) {
      limiter_.calls = rate->calls;
      limiter_.per = rate->per;
      return;
    }
    Diagnostic wrong =
        wrong_type("rate", value, "must be calls in a time: \"10/s\", \"60/min\", \"500/h\" or \"1000/day\"");
    const auto meant = value.string() ? meant_rate(*value.string()) : std::nullopt;
    if (meant) wrong.helps.push_back("did you mean \"" + *meant + "\"?");
    diagnostics_.add(std::move(wrong));
  }

  void read_burst(bool has_rate) {
    const auto burst = reader_.integer("burst", 1, kMostAtOnce);
    if (!burst) return;
    limiter_.burst = static_cast<std::uint64_t>(*burst);
    if (!has_rate) {
      contradiction("burst", "`burst` is for a rate", "so many calls at a time need none");
    } else if (limiter_.is_window()) {
      contradiction("burst", "`burst` is for rates in a second or a minute",
                    "those in an hour or a day are used up as fast as calls are made");
    }
  }

  void contradiction(std::string_view key, std::string message, std::string help) {
    diagnostics_.add({"E016", std::move(message), table_.find(key)->key_at, "", {}, {std::move(help)}});
  }

  CallLimiter limiter_;
  const Element& table_;
  TableReader reader_;
  Diagnostics& diagnostics_;
};

}  // namespace

void read_call_limiters(const Element& limiters, Specification& specification, Diagnostics& diagnostics) {
  for (const Member& member : *limiters.table()) {
    if (member.key == "memory") continue;
    if (member.value.table()) {
      specification.limiters.push_back(LimiterReader(member, diagnostics).read());
    } else {
      diagnostics.add(wrong_type(member.key, member.value, "must be a table"));
    }
  }
  std::sort(specification.limiters.begin(), specification.limiters.end(),
            [](const CallLimiter& a, const CallLimiter& b) { return a.name < b.name; });
}

}  // namespace weir::graph
