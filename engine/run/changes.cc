#include "run/changes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "checksum/checksum.h"
#include "run/fingerprint.h"

namespace weir::run {
namespace {

std::uint64_t ran_of(const std::vector<store::Totals>& totals, const std::set<std::string>& sources) {
  std::uint64_t ran = 0;
  for (const store::Totals& source : totals) {
    if (sources.contains(source.source)) ran += source.read;
  }
  return ran;
}

// What is shown of a value: enough to know it by.
std::string shown(const std::optional<std::string>& value) {
  constexpr std::size_t kLongest = 60;
  if (!value) return "nothing";
  return value->size() <= kLongest ? *value : value->substr(0, kLongest) + "…";
}

std::string identity(const ListedEntry& entry) {
  return entry.path + '\0' + entry.member + '\0' + std::to_string(entry.records.begin);
}

// Empty where the file cannot be read or has another size by now.
std::string hash_of(const ListedEntry& entry) {
  const int descriptor = ::open(entry.location.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return {};
  checksum::FileHash hash;
  std::vector<char> window(std::size_t{1} << 20);
  std::uint64_t done = 0;
  for (ssize_t got = 1; got > 0;) {
    got = ::read(descriptor, window.data(), window.size());
    if (got <= 0) break;
    hash.add({window.data(), static_cast<std::size_t>(got)});
    done += static_cast<std::uint64_t>(got);
  }
  ::close(descriptor);
  return done == entry.size ? hash.value() : std::string();
}

// Goes through a stored listing and one that was made now, side by side. Both have their common entries in one order
// nearly always; where they do not, the rest is looked up by identity.
class Comparison {
 public:
  Comparison(const store::ReadStore& store, InputChanges& changes) : store_(store), changes_(changes) {}

  void compare(const std::string& source, const std::vector<ListedEntry>& now) {
    now_ = &now;
    next_ = 0;
    rest_.clear();
    looked_up_ = 0;
    store_.visit_listing(source, [this](const store::Entry& entry) { visit(entry); });
    changes_.added += rest_.empty() ? now.size() - next_ : rest_.size() - looked_up_;
  }

 private:
  void visit(const store::Entry& entry) {
    const ListedEntry* found = nullptr;
    if (rest_.empty() && next_ < now_->size() && same_identity(entry.listed, (*now_)[next_])) {
      found = &(*now_)[next_++];
    } else {
      found = look_up(entry.listed);
    }
    if (!found) {
      ++changes_.gone;
    } else if (may_differ(entry.listed, *found)) {
      const bool same = has_same_bytes(store_, entry, *found);
      (same ? changes_.touched : changes_.changed).push_back({entry.number, *found});
    }
  }

  static bool same_identity(const ListedEntry& a, const ListedEntry& b) {
    return a.path == b.path && a.member == b.member && a.records.begin == b.records.begin;
  }

  const ListedEntry* look_up(const ListedEntry& listed) {
    if (rest_.empty()) {
      for (std::size_t i = next_; i < now_->size(); ++i) rest_.emplace(identity((*now_)[i]), &(*now_)[i]);
    }
    const auto found = rest_.find(identity(listed));
    if (found == rest_.end()) return nullptr;
    ++looked_up_;
    return found->second;
  }

  const store::ReadStore& store_;
  InputChanges& changes_;
  const std::vector<ListedEntry>* now_ = nullptr;
  std::size_t next_ = 0;
  std::unordered_map<std::string, const ListedEntry*> rest_;
  std::size_t looked_up_ = 0;
};

// Whether documents wait in other places than before: where a checkpoint or a fold came, went, or stands elsewhere.
bool moves_phases(const Change& change, std::string_view before, std::string_view now) {
  const bool place = change.key == "stage" || change.key == "from" || change.key == "spool";
  return place && (divides_phases(before, change.node) || divides_phases(now, change.node));
}

}  // namespace

bool may_differ(const ListedEntry& before, const ListedEntry& now) {
  return before.size != now.size || before.modified_ns != now.modified_ns || before.records.end != now.records.end ||
         before.refusal.has_value() != now.refusal.has_value() || before.attached != now.attached;
}

bool has_same_bytes(const store::ReadStore& store, const store::Entry& before, const ListedEntry& now) {
  const bool only_time = before.listed.size == now.size && !before.listed.refusal && !now.refusal &&
                         before.listed.records.end == now.records.end && before.listed.attached == now.attached;
  const std::string hash = only_time ? store.content_hash(before.number) : std::string();
  return !hash.empty() && hash == hash_of(now);
}

GraphChanges find_graph_changes(const store::ReadStore& store, std::string_view fingerprint) {
  GraphChanges found;
  const std::string before = store.state().info.fingerprint;
  const std::vector<store::Totals> totals = store.totals();
  const std::set<std::string> old_sources = sources_of(before);
  const std::set<std::string> new_sources = sources_of(fingerprint);
  for (const Change& change : changes_between(before, fingerprint)) {
    std::set<std::string> sources = sources_above(before, change.node);
    sources.merge(sources_above(fingerprint, change.node));
    found.changes.push_back({change.node, change.key, change.before, change.after, ran_of(totals, sources)});
    found.listing = found.listing || old_sources.contains(change.node) || new_sources.contains(change.node) ||
                    moves_phases(change, before, fingerprint);
    found.sources.merge(sources);
  }
  found.source_gone = std::any_of(old_sources.begin(), old_sources.end(),
                                  [&](const std::string& source) { return !new_sources.contains(source); });
  found.documents = ran_of(totals, found.sources);
  return found;
}

std::string describe(const GraphChanges& changes) {
  std::string text;
  for (const store::DecidedChange& change : changes.changes) {
    text += "  `" + change.node + "`: " + change.key + ": " + shown(change.before) + " -> " + shown(change.after) +
            "  (" + std::to_string(change.documents) + (change.documents == 1 ? " document)\n" : " documents)\n");
  }
  return text;
}

InputChanges find_input_changes(const store::ReadStore& store, const graph::Specification& specification,
                                const std::vector<Listed>& now) {
  InputChanges changes;
  Comparison comparison(store, changes);
  for (const Listed& listed : now) comparison.compare(specification.nodes[listed.node].id, listed.entries);
  return changes;
}

std::string describe(const InputChanges& changes) {
  return std::to_string(changes.changed.size()) + " changed, " + std::to_string(changes.gone) + " gone, " +
         std::to_string(changes.added) + " new";
}

}  // namespace weir::run
