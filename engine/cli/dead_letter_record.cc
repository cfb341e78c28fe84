#include "cli/dead_letter_record.h"

#include <ctime>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/dead_letter_options.h"
#include "run/fingerprint.h"

namespace weir::cli {
namespace {

// Where a document was listed, and as which of its entry.
struct Listing {
  std::string source;
  store::Entry entry;
  std::uint64_t ordinal = 0;
};

Listing listing_of(const store::ReadStore& store, const store::DeadLetter& letter) {
  if (!letter.entry.spooled) return {letter.source, letter.entry, letter.verdict.document.ordinal};
  const store::DocumentKey origin = letter.entry.spooled->origin;
  const store::DocumentState state = store.document_state(origin);
  return {state.source, state.entry, origin.ordinal};
}

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value(text); }

template <typename Number>
Value number_or_null(const std::optional<Number>& number) {
  return number ? Value(*number) : Value();
}

// "2026-05-01T12:00:03.250Z"
Value time_or_null(const std::optional<std::int64_t>& milliseconds) {
  if (!milliseconds) return {};
  const std::time_t seconds = *milliseconds / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::string text(32, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts));
  const std::string fraction = std::to_string(1000 + *milliseconds % 1000);
  return text + "." + fraction.substr(1) + "Z";
}

Value milliseconds_or_null(const std::optional<std::uint64_t>& nanoseconds) {
  return nanoseconds ? Value(static_cast<double>(*nanoseconds) / 1e6) : Value();
}

// Null in each where nothing is known of any attempt.
void add_attempts(const std::vector<store::Attempt>& attempts, Table& table) {
  const store::Attempt last = attempts.empty() ? store::Attempt() : attempts.back();
  const auto ended = [](const store::Attempt& attempt) {
    return attempt.ended_ms > 0 ? std::optional(attempt.ended_ms) : std::nullopt;
  };
  const store::Attempt first = attempts.empty() ? last : attempts.front();
  table.set("first_attempt", time_or_null(first.started_ms ? first.started_ms : ended(first)));
  table.set("last_started", time_or_null(last.started_ms));
  table.set("last_ended", time_or_null(ended(last)));
  table.set("wall_ms", milliseconds_or_null(last.wall_ns));
  table.set("cpu_ms", milliseconds_or_null(last.cpu_ns));
  table.set("peak_bytes", number_or_null(last.peak_bytes));
  table.set("granted_bytes", number_or_null(last.granted_bytes));
  table.set("deadline_ms", number_or_null(last.deadline_ms));
  table.set("isolated", attempts.empty() ? Value() : Value(last.isolated));
  table.set("exit", text_or_null(last.exit));
  table.set("stderr", text_or_null(last.error_output));
}

}  // namespace

DeadLetterRecords::DeadLetterRecords(const store::ReadStore& store) : store_(store) {
  for (const run::NodeFacts& node : run::read_fingerprint(store.state().info.fingerprint)) {
    if (const std::string* stage = node.find("stage")) stages_[node.id] = *stage;
  }
}

Table DeadLetterRecords::of(const store::DeadLetter& letter, std::uint64_t letters) const {
  const Listing listing = listing_of(store_, letter);
  const ListedEntry& listed = listing.entry.listed;
  const store::DocumentVerdict& verdict = letter.verdict;
  const auto stage = stages_.find(verdict.node);
  Table table;
  table.set("path", listed.path);
  table.set("location", listed.location);
  table.set("source", listing.source);
  table.set("member", text_or_null(listed.member));
  table.set("record", listed.records.empty() ? Value() : Value(listing.ordinal));
  table.set("size", listed.size);
  table.set("content_hash", text_or_null(store_.content_hash(listing.entry.number)));
  table.set("node", verdict.node);
  table.set("stage", stage == stages_.end() ? Value() : Value(stage->second));
  table.set("class", class_name(letter));
  table.set("reason", verdict.reason);
  table.set("message", text_or_null(verdict.message));
  table.set("environment", verdict.environment);
  table.set("attempts", verdict.attempts);
  add_attempts(store_.attempts(verdict.document), table);
  table.set("letters", letters);
  table.set("ignored", letter.ignored ? time_or_null(letter.ignored->since_ms) : Value());
  table.set("ignored_why", letter.ignored ? text_or_null(letter.ignored->why) : Value());
  return table;
}

std::string DeadLetterRecords::location(const store::DeadLetter& letter) const {
  return listing_of(store_, letter).entry.listed.location;
}

}  // namespace weir::cli
