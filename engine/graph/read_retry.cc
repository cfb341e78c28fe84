#include "graph/read_retry.h"

#include <weir/units.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/amounts.h"
#include "graph/read_classes.h"
#include "graph/suggestion.h"
#include "graph/table_reader.h"

namespace weir::graph {

namespace {

constexpr std::array kRetried{FailureClass::timeout, FailureClass::memory, FailureClass::crash,
                              FailureClass::transient};

void read_within(const Element& value, RetryPolicy& policy, Diagnostics& diagnostics) {
  if (!value.string()) {
    return diagnostics.add(wrong_type("within", value, "must be a duration such as \"2h\""));
  }
  const auto duration = parse_duration(*value.string());
  if (!duration) return diagnostics.add(wrong_unit("within", value, Quantity::duration));
  policy.within = *duration;
}

// "1s..60s"
void read_backoff(const Element& value, RetryPolicy& policy, Diagnostics& diagnostics) {
  const auto wrong = [&] {
    diagnostics.add(wrong_type("backoff", value, "must be two durations such as \"1s..60s\", the shorter one first"));
  };
  if (!value.string()) return wrong();
  const std::string_view text = *value.string();
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return wrong();
  const auto shortest = parse_duration(text.substr(0, dots));
  const auto longest = parse_duration(text.substr(dots + 2));
  if (!shortest || !longest || *shortest > *longest) return wrong();
  policy.shortest = *shortest;
  policy.longest = *longest;
}

std::optional<FailureClass> class_named(std::string_view name) {
  const auto found =
      std::find_if(kRetried.begin(), kRetried.end(), [&](FailureClass failure) { return to_string(failure) == name; });
  return found == kRetried.end() ? std::nullopt : std::optional(*found);
}

void report_class(const std::string& name, const Location& at, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  names.reserve(kRetried.size());
  for (const FailureClass failure : kRetried) names.emplace_back(to_string(failure));
  Diagnostic wrong{"E013", "`on` must name classes of failures that another attempt can mend",
                   at,     "`" + name + "` is none of " + enumerate(names),
                   {},     {}};
  if (const auto meant = nearest(name, names)) wrong.helps.push_back(did_you_mean(*meant));
  diagnostics.add(std::move(wrong));
}

void read_on(const Element& value, RetrySettings& retry, Diagnostics& diagnostics) {
  if (!value.list()) return diagnostics.add(wrong_type("on", value, "must be a list of classes of failures"));
  retry.on.clear();
  for (const Element& each : *value.list()) {
    if (!each.string()) {
      diagnostics.add(wrong_type("on", each, "must hold names of classes of failures"));
    } else if (const auto failure = class_named(*each.string())) {
      retry.on.push_back(*failure);
    } else {
      report_class(*each.string(), each.at, diagnostics);
    }
  }
}

// 2, 1.5
std::optional<double> read_factor(TableReader& reader, std::string_view key, Diagnostics& diagnostics) {
  constexpr double kMost = 100.0;
  const Element* value = reader.any(key);
  if (!value) return std::nullopt;
  const double factor = value->number()    ? *value->number()
                        : value->integer() ? static_cast<double>(*value->integer())
                                           : 0.0;
  if (factor >= 1.0 && factor <= kMost) return factor;
  diagnostics.add(wrong_type(key, *value, "must be a number from 1 to 100"));
  return std::nullopt;
}

void read_escalation(const Element& table, Escalation& escalation, Diagnostics& diagnostics) {
  TableReader reader(table, "`escalate`", diagnostics);
  if (const auto factor = read_factor(reader, "deadline", diagnostics)) escalation.deadline = *factor;
  if (const auto factor = read_factor(reader, "memory", diagnostics)) escalation.memory = *factor;
  if (const std::string* isolation = reader.string("isolation")) {
    escalation.isolated = is_process(*isolation, table.find("isolation")->value.at, diagnostics);
  }
  reader.finish();
}

}  // namespace

void read_retry(const Element& table, Specification& specification, Diagnostics& diagnostics) {
  RetrySettings& retry = specification.retry;
  TableReader reader(table, "`[retry]`", diagnostics);
  if (const auto attempts = reader.integer("attempts", 1, 100)) {
    retry.policy.attempts = static_cast<std::uint64_t>(*attempts);
  }
  if (const Element* within = reader.any("within")) read_within(*within, retry.policy, diagnostics);
  if (const Element* backoff = reader.any("backoff")) read_backoff(*backoff, retry.policy, diagnostics);
  if (const Element* on = reader.any("on")) read_on(*on, retry, diagnostics);
  if (const Element* escalate = reader.table("escalate")) read_escalation(*escalate, retry.escalation, diagnostics);
  reader.finish();
}

}  // namespace weir::graph
