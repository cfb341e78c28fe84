#include "graph/check_unique_names.h"

#include <weir/name.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "graph/edges.h"
#include "graph/output_name.h"

namespace weir::graph {

namespace {

// Fields that are known before the run. All others stay as they are written: they are the same for every document.
bool is_known(std::string_view field) { return field == "path" || field == "stem" || field == "id"; }

// A pattern whose unknown fields have become plain text, so that filling it in keeps them. The stand-ins for braces are
// characters that no name has.
std::string with_known_fields(std::string pattern) {
  for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    const std::size_t close = pattern.find('}', at);
    if (close == std::string::npos) break;
    if (is_known(std::string_view(pattern).substr(at + 1, close - at - 1))) continue;
    pattern[at] = '\1';
    pattern[close] = '\2';
  }
  return pattern;
}

std::string shown(std::string name) {
  std::replace(name.begin(), name.end(), '\1', '{');
  std::replace(name.begin(), name.end(), '\2', '}');
  return name;
}

struct Output {
  const Node* sink;
  std::string pattern;           // with known fields only
  std::vector<bool> takes_from;  // by listing
};

// A name that a document will get, by its hash: names of a million documents would fill the memory.
struct Claim {
  std::size_t hash;
  std::uint32_t output;
  std::uint32_t listing;
  std::uint32_t entry;

  auto order() const { return std::tuple(hash, listing, entry, output); }
};

// Two documents, or two sinks, that want one name. Of a pair of sinks the first is kept and all are counted.
struct Clash {
  Claim first;
  Claim second;
  std::size_t count = 0;
};

class UniqueNames {
 public:
  UniqueNames(const Specification& specification, std::span<const SourceListing> listings, Diagnostics& diagnostics)
      : specification_(specification), listings_(listings), diagnostics_(diagnostics) {}

  void check() {
    find_outputs();
    for (std::uint32_t output = 0; output < outputs_.size(); ++output) {
      for (std::uint32_t listing = 0; listing < listings_.size(); ++listing) {
        if (outputs_[output].takes_from[listing]) claim(output, listing);
      }
    }
    std::sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) { return a.order() < b.order(); });
    for (const auto& [sinks, clash] : clashes()) report(clash);
  }

 private:
  void find_outputs() {
    std::vector<std::vector<bool>> below;
    for (const SourceListing& listing : listings_) below.push_back(nodes_below(specification_, listing.node));
    for (std::size_t i = 0; i < specification_.nodes.size(); ++i) {
      const Node& node = specification_.nodes[i];
      if (node.stage->output != SinkOutput::files) continue;
      Output& output = outputs_.emplace_back();
      output.sink = &node;
      output.pattern = with_known_fields(output_name(*node.stage, node.with));
      for (const std::vector<bool>& nodes : below) output.takes_from.push_back(nodes[i]);
    }
  }

  void claim(std::uint32_t output, std::uint32_t listing) {
    for (std::uint32_t entry = 0; entry < listings_[listing].entries.size(); ++entry) {
      if (listings_[listing].entries[entry].refusal) continue;
      Claim claim{0, output, listing, entry};
      claim.hash = std::hash<std::string>()(name_of(claim));
      claims_.push_back(claim);
    }
  }

  std::string name_of(const Claim& claim) const {
    const ListedEntry& entry = entry_of(claim);
    Origin origin;
    origin.path = entry.path;
    origin.member = entry.member;
    // Records are told apart by {id} alone; how many there are shows only at run time, so one stands for its entry's.
    origin.is_record = !entry.records.empty();
    origin.ordinal = claim.entry;
    return fill_name(outputs_[claim.output].pattern, origin, Metadata());
  }

  std::map<std::pair<std::uint32_t, std::uint32_t>, Clash> clashes() const {
    std::map<std::pair<std::uint32_t, std::uint32_t>, Clash> found;
    for (std::size_t i = 0, first = 0; i < claims_.size(); ++i) {
      if (claims_[i].hash != claims_[first].hash) first = i;
      if (i == first || name_of(claims_[i]) != name_of(claims_[first])) continue;
      const std::pair sinks = std::minmax(claims_[first].output, claims_[i].output);
      Clash& clash = found[{sinks.first, sinks.second}];
      if (clash.count++ == 0 || earlier(claims_[i], clash.second)) {
        clash.first = claims_[first];
        clash.second = claims_[i];
      }
    }
    return found;
  }

  static bool earlier(const Claim& a, const Claim& b) {
    return std::tuple(a.listing, a.entry) < std::tuple(b.listing, b.entry);
  }

  void report(const Clash& clash) {
    const Node& sink = *outputs_[clash.second.output].sink;
    const Node& other = *outputs_[clash.first.output].sink;
    Diagnostic diagnostic{"E042", "output names are not unique", sink.output_at, "", {}, {}};
    diagnostic.label = "more than one document would be `" + shown(name_of(clash.second)) + "`";
    diagnostic.notes.push_back(who(clash.first) + " and " + who(clash.second) + " clash" +
                               (&sink == &other ? "" : ": `" + other.id + "` and `" + sink.id + "` write both"));
    if (clash.count > 1) diagnostic.notes.push_back(std::to_string(clash.count) + " such clashes in all");
    diagnostic.helps.emplace_back("{path} is the path without its extension, {id} is the whole path");
    diagnostics_.add(std::move(diagnostic));
  }

  std::string who(const Claim& claim) const {
    const ListedEntry& entry = entry_of(claim);
    const std::string name = entry.member.empty() ? entry.path : entry.path + "!" + entry.member;
    return listings_.size() < 2 ? name : name + " of `" + specification_.nodes[listings_[claim.listing].node].id + "`";
  }

  const ListedEntry& entry_of(const Claim& claim) const { return listings_[claim.listing].entries[claim.entry]; }

  const Specification& specification_;
  std::span<const SourceListing> listings_;
  Diagnostics& diagnostics_;
  std::vector<Output> outputs_;
  std::vector<Claim> claims_;
};

}  // namespace

void check_unique_names(const Specification& specification, std::span<const SourceListing> listings,
                        Diagnostics& diagnostics) {
  UniqueNames(specification, listings, diagnostics).check();
}

}  // namespace weir::graph
