#include "graph/read_settings.h"

#include <weir/name.h>
#include <weir/units.h>

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/amounts.h"
#include "graph/choice.h"
#include "graph/read_limiters.h"
#include "graph/read_priority.h"
#include "graph/suggestion.h"
#include "graph/table_reader.h"

namespace weir::graph {

namespace {

using Version = std::array<int, 3>;

// "0.1" or "0.1.0". Null for anything else.
std::optional<Version> parse_version(std::string_view text) {
  Version version{};
  std::size_t part = 0;
  while (part < version.size()) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version[part++]);
    if (error != std::errc() || end == text.data() || version[part - 1] < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return part >= 2 ? std::optional(version) : std::nullopt;
    if (text.front() != '.') return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

void check_version(const std::string& written, const Location& at, Diagnostics& diagnostics) {
  const std::optional<Version> version = parse_version(written);
  if (!version) {
    diagnostics.add({"E013", "`weir` must be a version such as \"" WEIR_VERSION "\"", at, "", {}, {}});
  } else if (*version > *parse_version(WEIR_VERSION)) {
    diagnostics.add({"E015",
                     "the graph was written for weir " + written,
                     at,
                     "this is weir " WEIR_VERSION,
                     {},
                     {"install a later weir, or lower the version and see what this one does not know"}});
  }
}

void check_name(const std::string& name, const Location& at, Diagnostics& diagnostics) {
  if (!name.empty() && safe_name(name) == name) return;
  diagnostics.add({"E017",
                   "`name` cannot name a folder",
                   at,
                   "letters, digits, `_`, `-` and `.`, not first",
                   {"the run directory is called by it"},
                   {"did you mean \"" + safe_name(name) + "\"?"}});
}

void read_tokens(const Element& value, Specification& specification, Diagnostics& diagnostics) {
  if (!value.string()) {
    return diagnostics.add(wrong_type("tokens", value, "must be a size such as \"64MiB\" or a share such as \"75%\""));
  }
  const std::optional<Amount> amount = parse_amount(*value.string());
  if (!amount) return diagnostics.add(wrong_unit("tokens", value, Quantity::amount));
  if (amount->bytes == 0 && !(amount->share > 0.0 && amount->share <= 1.0)) {
    return diagnostics.add({"E013", "`tokens` must be more than nothing, and at most \"100%\"", value.at, "", {}, {}});
  }
  specification.memory_tokens = *amount;
  specification.memory_at = value.at;
}

void read_patience(const Element& value, Specification& specification, Diagnostics& diagnostics) {
  if (!value.string()) return diagnostics.add(wrong_type("patience", value, "must be a duration such as \"5min\""));
  const auto patience = parse_duration(*value.string());
  if (!patience) return diagnostics.add(wrong_unit("patience", value, Quantity::duration));
  specification.memory_patience = *patience;
}

// 50, or "5%".
void read_max_dead(const Element& value, RunSettings& run, Diagnostics& diagnostics) {
  if (const std::int64_t* documents = value.integer(); documents && *documents >= 0) {
    run.max_dead = MaxDead{static_cast<std::uint64_t>(*documents), 0.0};
    return;
  }
  const auto amount = value.string() ? parse_amount(*value.string()) : std::nullopt;
  if (!amount || amount->bytes != 0 || !(amount->share > 0.0 && amount->share <= 1.0)) {
    return diagnostics.add(wrong_type("max_dead", value, "must be a number of documents, or a share such as \"5%\""));
  }
  run.max_dead = MaxDead{0, amount->share};
}

}  // namespace

void read_graph(const Element& table, Specification& specification, Diagnostics& diagnostics) {
  TableReader reader(table, "`[graph]`", diagnostics);
  if (const std::string* name = reader.string("name")) {
    check_name(*name, table.find("name")->value.at, diagnostics);
    specification.name = *name;
  }
  if (const std::string* description = reader.string("description")) specification.description = *description;
  if (const std::string* version = reader.string("weir")) {
    check_version(*version, table.find("weir")->value.at, diagnostics);
  }
  reader.finish();
}

void read_run(const Element& table, Specification& specification, Diagnostics& diagnostics) {
  constexpr std::uint64_t kLargestBatch = std::uint64_t{1} << 40;
  RunSettings& run = specification.run;
  TableReader reader(table, "`[run]`", diagnostics);
  if (const std::string* directory = reader.string("directory")) run.directory = *directory;
  if (const auto threads = reader.integer("threads", 1, 1024)) run.threads = static_cast<std::size_t>(*threads);
  if (const auto bytes = reader.size("batch", 1, kLargestBatch)) run.batch_bytes = *bytes;
  if (const auto documents = reader.integer("batch_documents", 1, 1'000'000)) {
    run.batch_documents = static_cast<std::size_t>(*documents);
  }
  if (const auto batches = reader.integer("batches_in_flight", 1, 100'000)) {
    run.batches_in_flight = static_cast<std::size_t>(*batches);
  }
  if (const std::string* order = reader.string("order")) {
    run.by_completion =
        choose("order", *order, {"source", "completion"}, table.find("order")->value.at, diagnostics) == 1;
  }
  if (const Element* most = reader.any("max_dead")) read_max_dead(*most, run, diagnostics);
  if (const Element* priority = reader.any("priority")) read_priority(*priority, run, diagnostics);
  if (const std::string* choice = reader.string("on_dependency")) {
    run.runs_on_dead =
        choose("on_dependency", *choice, {"dead", "run"}, table.find("on_dependency")->value.at, diagnostics) == 1;
  }
  reader.unavailable("measure");
  reader.finish();
}

void read_limiters(const Element& table, Specification& specification, Diagnostics& diagnostics) {
  TableReader limiters(table, "`[limiters]`", diagnostics);
  const Element* memory = limiters.table("memory");
  read_call_limiters(table, specification, diagnostics);
  if (!memory) return;
  TableReader reader(*memory, "`[limiters.memory]`", diagnostics);
  if (const Element* tokens = reader.any("tokens")) read_tokens(*tokens, specification, diagnostics);
  if (const Element* patience = reader.any("patience")) read_patience(*patience, specification, diagnostics);
  if (const std::string* oversize = reader.string("oversize")) {
    specification.oversize_alone =
        choose("oversize", *oversize, {"refuse", "alone"}, memory->find("oversize")->value.at, diagnostics) == 1;
  }
  reader.finish();
}

}  // namespace weir::graph
