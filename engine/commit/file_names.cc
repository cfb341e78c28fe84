#include "commit/file_names.h"

#include <algorithm>

#include <weir/volume_name.h>

#include "commit/staging.h"
#include "commit/stretch.h"

namespace weir::commit {
namespace {

using store::DocumentKey;

constexpr const char* kNameTaken = "name_taken";
constexpr const char* kNameInvalid = "name_invalid";

// Limits of Linux file systems, in bytes.
constexpr std::size_t kLongestPart = 255;
constexpr std::size_t kLongestName = 4000;

// Whether it writes nothing: it is dead, or will run again.
bool writes_nothing(const batch::Settlement& settlement, std::uint32_t position) {
  const auto& all = settlement.not_done;
  const auto at = std::lower_bound(all.begin(), all.end(), position,
                                   [](const batch::NotDone& a, std::uint32_t b) { return a.position < b; });
  if (at != all.end() && at->position == position && at->dead) return true;
  return std::any_of(settlement.again.begin(), settlement.again.end(),
                     [&](const batch::RunAgain& again) { return again.failure.position == position; });
}

void make_dead(batch::Settlement& settlement, batch::NotDone verdict) {
  auto& all = settlement.not_done;
  const auto at = std::lower_bound(all.begin(), all.end(), verdict.position,
                                   [](const batch::NotDone& a, std::uint32_t b) { return a.position < b; });
  --settlement.done;
  ++settlement.dead;
  all.insert(at, std::move(verdict));
}

}  // namespace

std::optional<std::string> find_fault(const std::string& name) {
  if (name.size() > kLongestName) return "longer than " + std::to_string(kLongestName) + " bytes";
  if (name.find('\0') != std::string::npos) return "has a NUL";
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return "is no path below the output directory";
    if (part.size() > kLongestPart) return "has a part longer than " + std::to_string(kLongestPart) + " bytes";
    if (begin == 0 && part == kStagingDirectory) return "is kept for weir";
    begin = end + 1;
  }
  return std::nullopt;
}

FileNames::FileNames(const store::ReadStore& store, const std::vector<Sink>& sinks) : store_(store), sinks_(sinks) {}

void FileNames::resolve(std::span<Finished> group) {
  granted_.clear();
  rivals_.clear();
  evictions_.clear();
  undone_.clear();
  for (const Claim& claim : collect(group)) {
    if (std::optional<Refusal> refusal = find_refusal(claim)) {
      refuse(claim, std::move(*refusal));
    } else {
      accept(claim);
    }
  }
}

std::optional<DocumentKey> FileNames::rival_of(DocumentKey loser) const {
  const auto found = rivals_.find(loser);
  return found == rivals_.end() ? std::nullopt : std::optional(found->second);
}

// In source order, whatever the order of the batches.
std::vector<FileNames::Claim> FileNames::collect(std::span<Finished> group) const {
  std::map<DocumentKey, Claim> claims;
  for (Finished& finished : group) {
    for (const Sink& sink : sinks_) {
      for (const batch::Encoding::File& file : finished.batch->result(sink.node).encoding.files) {
        if (writes_nothing(finished.settlement, file.position)) continue;
        const DocumentKey key = key_of(*finished.batch, file.position);
        Claim& claim = claims.try_emplace(key, Claim{key, &finished, file.position, {}}).first->second;
        claim.names.push_back({&file.name, sink.node});
      }
    }
  }
  std::vector<Claim> ordered;
  ordered.reserve(claims.size());
  for (auto& [key, claim] : claims) ordered.push_back(std::move(claim));
  return ordered;
}

std::optional<FileNames::Refusal> FileNames::find_refusal(const Claim& claim) const {
  std::set<std::string_view> own;
  for (const auto& [name, node] : claim.names) {
    if (const auto fault = find_fault(*name))
      return Refusal{node, kNameInvalid, "the name " + *fault + ": " + *name, {}};
    if (!own.insert(*name).second) return Refusal{node, kNameTaken, "this document writes it twice: " + *name, {}};
    if (is_name_of_sink(*name)) return Refusal{node, kNameTaken, "is the file of a sink: " + *name, {}};
    if (const auto rival = find_earlier(claim, *name)) {
      return Refusal{node, kNameTaken, taken_message(*name, *rival), rival};
    }
  }
  return std::nullopt;
}

bool FileNames::is_name_of_sink(const std::string& name) const {
  return std::any_of(sinks_.begin(), sinks_.end(), [&](const Sink& sink) {
    const bool has_name = sink.kind == SinkOutput::volume || sink.kind == SinkOutput::database;
    return has_name && is_volume_name(sink.name, name);
  });
}

std::optional<DocumentKey> FileNames::find_earlier(const Claim& claim, const std::string& name) const {
  const auto granted = granted_.find(name);
  if (granted != granted_.end()) return granted->second;
  const auto stored = stored_claim(name);
  if (stored && stored->document < claim.document) return stored->document;
  return std::nullopt;
}

// Claims of a batch that is being undone are void.
std::optional<store::NameClaim> FileNames::stored_claim(const std::string& name) const {
  const auto claim = store_.name_claim(name);
  return claim && undone_.contains(claim->batch) ? std::nullopt : claim;
}

void FileNames::accept(const Claim& claim) {
  for (const auto& [name, node] : claim.names) {
    granted_.emplace(*name, claim.document);
    const auto later = stored_claim(*name);
    if (!later) continue;
    store::DocumentVerdict verdict;
    verdict.document = later->document;
    verdict.verdict = store::Verdict::dead;
    verdict.node = later->sink;
    verdict.reason = kNameTaken;
    verdict.failure_class = FailureClass::rejected;
    verdict.message = taken_message(*name, claim.document);
    verdict.rival = claim.document;
    evictions_.push_back({std::move(verdict), later->batch});
    undone_.insert(later->batch);
  }
}

void FileNames::refuse(const Claim& claim, Refusal refusal) {
  if (refusal.rival) rivals_.emplace(claim.document, *refusal.rival);
  make_dead(claim.finished->settlement, {claim.position, true, refusal.node, FailureClass::rejected,
                                         std::move(refusal.reason), std::move(refusal.message)});
}

std::string FileNames::taken_message(const std::string& name, DocumentKey rival) const {
  const std::vector<store::Entry> entries = store_.entries(rival.entry, rival.entry);
  const std::string path = entries.empty() ? std::to_string(rival.entry) : entries.front().listed.path;
  return "is the file of " + path + ": " + name;
}

}  // namespace weir::commit
