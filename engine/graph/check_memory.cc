#include "graph/check_memory.h"

#include <weir/params.h>
#include <weir/units.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "graph/edges.h"

namespace weir::graph {

namespace {

constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();

std::uint64_t plus(std::uint64_t a, std::uint64_t b) { return a > kEndless - b ? kEndless : a + b; }

std::uint64_t need_of(const Node& node, std::uint64_t size) {
  const double scaled = std::ceil(node.stage->memory.per_byte * static_cast<double>(size));
  if (!(scaled < 1.8e19)) return kEndless;
  return plus(static_cast<std::uint64_t>(std::max(scaled, 0.0)), node.stage->memory.fixed);
}

// The node that needs most for so many bytes, and what is asked for on its account.
struct Demand {
  const Node* node = nullptr;
  std::uint64_t tokens = 0;
};

// Shown so that whoever takes the number for the budget gets in: rounded up to what format_size shows.
std::string at_least(std::uint64_t bytes) {
  double unit = 1.0;
  while (static_cast<double>(bytes) / unit >= 1024.0) unit *= 1024.0;
  const double value = static_cast<double>(bytes) / unit;
  const double step = value >= 100.0 ? 1.0 : 0.1;
  const double shown = unit == 1.0 ? value : std::ceil(value / step) * step;
  return format_size(static_cast<std::uint64_t>(std::min(std::ceil(shown * unit), 1.8e19)));
}

std::string factor(double per_byte) {
  const double rounded = std::round(per_byte * 10.0) / 10.0;
  std::string text = std::to_string(rounded);
  return text.substr(0, text.find('.') + 2) + " x its input";
}

std::string declared(const Node& node) {
  const MemoryNeed& memory = node.stage->memory;
  std::string text = "`" + node.id + "` declares " + factor(memory.per_byte);
  if (memory.fixed > 0) text += " + " + format_size(memory.fixed);
  return text;
}

class MemoryCheck {
 public:
  MemoryCheck(const Specification& specification, const MemoryBudget& budget, Diagnostics& diagnostics)
      : specification_(specification), budget_(budget), diagnostics_(diagnostics) {}

  void check(std::span<const SourceListing> listings) {
    bool fits = true;
    std::vector<bool> reached(specification_.nodes.size(), false);
    for (const SourceListing& listing : listings) {
      if (listing.entries.empty()) continue;
      const std::vector<bool> below = nodes_in_phase(specification_, listing.node);
      for (std::size_t i = 0; i < below.size(); ++i) reached[i] = reached[i] || below[i];
      fits = check_expected(listing) && check_largest(listing, below) && fits;
    }
    if (fits) check_batch(listings, reached);
  }

 private:
  Demand demand(const std::vector<bool>& nodes, std::uint64_t size, std::uint64_t documents) const {
    Demand most;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (!nodes[i]) continue;
      const Node& node = specification_.nodes[i];
      const std::uint64_t tokens = need_of(node, size);
      if (!most.node || tokens > most.tokens) most = {&node, tokens};
    }
    most.tokens = plus(most.tokens, plus(budget_.per_batch, budget_.per_document * documents));
    return most;
  }

  // What stages declare is not asked where the listing has an expectation.
  static bool is_by_size(const ListedEntry& entry) { return !entry.refusal && entry.expected_memory == 0; }

  bool check_expected(const SourceListing& listing) {
    const auto expected = [](const ListedEntry& entry) { return entry.refusal ? 0 : entry.expected_memory; };
    const auto largest =
        std::max_element(listing.entries.begin(), listing.entries.end(),
                         [&](const ListedEntry& a, const ListedEntry& b) { return expected(a) < expected(b); });
    const std::uint64_t tokens = expected(*largest);
    if (tokens <= budget_.tokens || specification_.oversize_alone) return true;
    Diagnostic diagnostic = too_small("E052", "a document that is expected to need more", {nullptr, tokens},
                                      specification_.nodes[listing.node]);
    diagnostic.notes.insert(diagnostic.notes.begin(),
                            largest->path + " is expected to need " + format_size(tokens) + " of memory");
    diagnostic.helps.emplace_back("raise the budget, or lower what the listing expects of it");
    diagnostics_.add(std::move(diagnostic));
    return false;
  }

  bool check_largest(const SourceListing& listing, const std::vector<bool>& below) {
    const ListedEntry* largest = nullptr;
    for (const ListedEntry& entry : listing.entries) {
      if (is_by_size(entry) && (!largest || entry.size > largest->size)) largest = &entry;
    }
    if (!largest) return true;
    const Demand most = demand(below, largest->size, 1);
    if (most.tokens <= budget_.tokens || specification_.oversize_alone) return true;

    const auto others = std::count_if(listing.entries.begin(), listing.entries.end(), [&](const ListedEntry& entry) {
      return is_by_size(entry) && &entry != largest && demand(below, entry.size, 1).tokens > budget_.tokens;
    });
    const Node& source = specification_.nodes[listing.node];
    Diagnostic diagnostic = too_small("E052", "the largest document", most, source);
    const std::string name = largest->member.empty() ? largest->path : largest->path + "!" + largest->member;
    diagnostic.notes.insert(diagnostic.notes.begin(),
                            name + " has " + format_size(largest->size) + "; " + declared(*most.node));
    if (others > 0)
      diagnostic.notes.push_back(std::to_string(others) + (others == 1 ? " more is" : " more are") + " too large");
    diagnostic.helps.push_back("raise the budget, or keep such files out" + keeping_out(source) +
                               "; limiters.memory.oversize = \"alone\" runs them all the same, one at a time");
    diagnostics_.add(std::move(diagnostic));
    return false;
  }

  static std::string keeping_out(const Node& source) {
    return source.with.find("max_size") ? ": `" + source.stage->name + "` has max_size" : "";
  }

  // Batches hold neighbours of the listing up to run.batch, so the listing as a whole bounds them too.
  void check_batch(std::span<const SourceListing> listings, const std::vector<bool>& reached) {
    std::uint64_t total = 0;
    std::uint64_t documents = 0;
    for (const SourceListing& listing : listings) {
      for (const ListedEntry& entry : listing.entries) {
        if (!is_by_size(entry)) continue;
        total = plus(total, entry.size);
        ++documents;
      }
    }
    documents = std::min<std::uint64_t>(documents, specification_.run.batch_documents);
    std::uint64_t batch = std::min(total, specification_.run.batch_bytes);
    const Demand most = demand(reached, batch, documents);
    if (!most.node || most.tokens <= budget_.tokens) return;

    Diagnostic diagnostic = too_small("E053", "a full batch", most, specification_.nodes[listings.front().node]);
    diagnostic.notes.insert(diagnostic.notes.begin(),
                            "a batch may have " + format_size(batch) + "; " + declared(*most.node));
    while (batch > 1 && demand(reached, batch, documents).tokens > budget_.tokens) batch /= 2;
    diagnostic.helps.push_back("raise the budget, or make batches smaller: run.batch = \"" + written_size(batch) +
                               "\"");
    diagnostics_.add(std::move(diagnostic));
  }

  // An absolute amount is what the author wrote, and the engine has taken its own share from it: what is needed is
  // said in the author's terms.
  Diagnostic too_small(const std::string& code, const std::string& what, const Demand& most, const Node& source) const {
    const std::uint64_t written = specification_.memory_tokens.bytes;
    const std::uint64_t taken = written > budget_.tokens ? written - budget_.tokens : 0;
    const bool has_place = specification_.memory_at.begin.line > 0;
    std::string have = "the budget is " + format_size(budget_.tokens);
    if (written == 0) have += ", from " + describe(specification_.memory_tokens);
    if (taken > 0) have += " of " + format_size(written) + ", less what the engine needs itself";
    return {code,
            "the memory budget can never admit " + what,
            has_place ? specification_.memory_at : source.at,
            "at least " + at_least(plus(most.tokens, taken)) + " are needed",
            {have},
            {}};
  }

  const Specification& specification_;
  const MemoryBudget& budget_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_memory(const Specification& specification, std::span<const SourceListing> listings,
                  const MemoryBudget& budget, Diagnostics& diagnostics) {
  MemoryCheck(specification, budget, diagnostics).check(listings);
}

}  // namespace weir::graph
