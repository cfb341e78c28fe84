#include "route/route.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace weir::route {
namespace {

constexpr const char* kRest = "rest";

}  // namespace

void Route::Params::declare(ParamList& list) {
  list.required("rules", rules,
                "tables with `port` and conditions that must all hold: media_type; path = a pattern; size_above, "
                "size_below = sizes; field = a metadata field, with equals, in = [...], above or below");
}

std::optional<std::string> Route::Params::check() const {
  if (rules.empty()) return "`rules` is empty";
  for (std::size_t i = 0; i < rules.size(); ++i) {
    try {
      const Rule rule(rules[i]);
    } catch (const std::invalid_argument& error) {
      return "rule " + std::to_string(i + 1) + " of `rules`: " + error.what();
    }
  }
  return std::nullopt;
}

std::vector<std::string> Route::Params::ports() const {
  std::vector<std::string> ports;
  const auto add = [&ports](const std::string& port) {
    if (std::find(ports.begin(), ports.end(), port) == ports.end()) ports.push_back(port);
  };
  for (const Table& rule : rules) {
    const Value* port = rule.find("port");
    if (port && port->string() && *port->string() != kRest) add(*port->string());
  }
  add(kRest);
  return ports;
}

Route::Route(const Params& params) {
  const std::vector<std::string> ports = params.ports();
  const auto number = [&ports](const std::string& port) {
    return static_cast<std::size_t>(std::find(ports.begin(), ports.end(), port) - ports.begin());
  };
  for (const Table& table : params.rules) {
    Rule rule(table);
    const std::size_t port = number(rule.port());
    targets_.push_back({std::move(rule), port});
  }
  rest_ = number(kRest);
}

void Route::process(Document document, Emitter& out) {
  const auto target = std::find_if(targets_.begin(), targets_.end(),
                                   [&](const Target& candidate) { return candidate.rule.holds(document); });
  out.emit(target == targets_.end() ? rest_ : target->port, std::move(document));
}

}  // namespace weir::route
