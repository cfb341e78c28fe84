// Who gets which file name. A name belongs to the first document in source order that writes it, so that the output
// does not depend on which came first in time: a later one is dead, with the reason `name_taken`, also where it was
// committed long ago; its batch is undone then, and runs again without it.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "commit/finished.h"
#include "commit/sink.h"
#include "store/store.h"

namespace weir::commit {

class FileNames {
 public:
  FileNames(const store::ReadStore& store, const std::vector<Sink>& sinks);

  // Decides for batches that are about to be committed together. Losers become dead in their settlements.
  void resolve(std::span<Finished> group);

  // What the decision means for documents that are committed already.
  const std::vector<store::Eviction>& evictions() const { return evictions_; }
  // Who has the name that a document of the group lost.
  std::optional<store::DocumentKey> rival_of(store::DocumentKey loser) const;

 private:
  struct ClaimedName {
    const std::string* name = nullptr;
    std::size_t node = 0;  // of the sink
  };
  // The files that one document writes, in all sinks.
  struct Claim {
    store::DocumentKey document;
    Finished* finished = nullptr;
    std::uint32_t position = 0;
    std::vector<ClaimedName> names;
  };
  struct Refusal {
    std::size_t node = 0;
    std::string reason;
    std::string message;
    std::optional<store::DocumentKey> rival;
  };

  std::vector<Claim> collect(std::span<Finished> group) const;
  std::optional<Refusal> find_refusal(const Claim& claim) const;
  bool is_name_of_sink(const std::string& name) const;
  std::optional<store::DocumentKey> find_earlier(const Claim& claim, const std::string& name) const;
  std::optional<store::NameClaim> stored_claim(const std::string& name) const;
  void accept(const Claim& claim);
  void refuse(const Claim& claim, Refusal refusal);
  std::string taken_message(const std::string& name, store::DocumentKey rival) const;

  const store::ReadStore& store_;
  const std::vector<Sink>& sinks_;

  // Of the group that is being resolved.
  std::map<std::string, store::DocumentKey, std::less<>> granted_;
  std::map<store::DocumentKey, store::DocumentKey> rivals_;
  std::vector<store::Eviction> evictions_;
  std::set<store::BatchId> undone_;
};

// Why a name cannot be that of an output file; nothing where it can. Names are relative, made of plain parts, and none
// is that of the staging folder.
std::optional<std::string> find_fault(const std::string& name);

}  // namespace weir::commit
