// One attempt at a fold: calls the stage, and records what it answers for each document. An attempt that ends early
// leaves nothing behind.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <weir/engine_access.h>
#include <weir/stage.h>

#include "commit/fold_spool.h"
#include "graph/specification.h"
#include "run/fold_documents.h"
#include "store/fold_writer.h"

namespace weir::run {

// A document that costs the fold its state: it begins anew without it.
struct Casualty {
  std::uint32_t number;
  Failure failure;
};

class FoldAttempt final : public FoldContext {
 public:
  // `directory` is the fold's own. What it emits goes into `spool`, verdicts to `writer`. All must outlive it.
  FoldAttempt(const graph::Node& node, FoldDocuments& documents, std::string directory, std::uint64_t granted_bytes,
              const Resources& resources, commit::FoldSpool& spool, store::FoldWriter& writer);

  // FoldContext, for the stage.
  std::uint64_t documents() const override { return documents_.count(); }
  const std::string& directory() const override { return directory_; }
  std::uint64_t granted_bytes() const override { return granted_bytes_; }
  Document again(std::uint32_t number) override;
  void absorb(const Document& document) override;

  void begin() { fold().begin(*this); }
  // Throws Casualty where the stage throws.
  void take(std::uint32_t number);
  // A document that an earlier attempt failed at.
  void give_up(std::uint32_t number, const Failure& failure) { record_failure(number, failure); }
  // Documents that the stage has not answered for by then are lost.
  void finish();

  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t failed() const { return failed_; }
  std::vector<store::DropCount> drops() const;

 private:
  enum class Answer : std::uint8_t { none, emitted, dropped, failed, absorbed };

  Fold& fold() { return static_cast<Fold&>(*stage_); }
  std::uint32_t meant(std::uint32_t position) const;
  void keep_answers();
  void flush();
  void record_drop(const EngineAccess::Drop& drop);
  void record_failure(std::uint32_t number, const Failure& failure);

  const graph::Node& node_;
  FoldDocuments& documents_;
  const std::string directory_;
  const std::uint64_t granted_bytes_;
  commit::FoldSpool& spool_;
  store::FoldWriter& writer_;
  std::unique_ptr<Stage> stage_;
  Emitter out_;
  std::vector<Answer> answers_;           // by number
  std::optional<std::uint32_t> current_;  // that take() was given
  std::map<std::string, std::uint64_t> drops_;
  std::uint64_t dropped_ = 0;
  std::uint64_t failed_ = 0;
};

}  // namespace weir::run
