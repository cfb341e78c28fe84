// Runs a fold over the documents of its spool, and records what it made of them, all or nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include <weir/failure.h>

#include "commit/spool_file.h"
#include "graph/specification.h"
#include "store/store.h"

namespace weir::run {

class FoldPass {
 public:
  // `spool` holds what the fold takes; what it emits goes into `parts`. All must outlive it.
  // `show` is told now and then how many documents were taken, of how many.
  FoldPass(const graph::Node& node, const commit::SpoolFile& spool, const std::filesystem::path& parts,
           std::uint64_t granted_bytes, const Resources& resources, const std::atomic<bool>& stopping,
           std::function<void(std::uint64_t taken, std::uint64_t documents)> show);

  // Does nothing where the fold has run already. False when the run was stopped: then nothing is recorded. Throws
  // RunError where the fold itself cannot go on.
  bool run(store::Store& store, const std::string& folded_spool) const;

 private:
  using Failures = std::map<std::uint32_t, Failure>;

  bool attempt(const store::ReadStore& reader, store::Store& store, const std::string& folded_spool,
               const Failures& failures) const;

  const graph::Node& node_;
  const commit::SpoolFile& spool_;
  const std::filesystem::path& parts_;
  const std::uint64_t granted_bytes_;
  const Resources& resources_;
  const std::atomic<bool>& stopping_;
  const std::function<void(std::uint64_t taken, std::uint64_t documents)> show_;
};

}  // namespace weir::run
