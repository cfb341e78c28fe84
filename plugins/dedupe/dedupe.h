// The fold `dedupe`: of documents that are the same, only the first goes on, or the others are marked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <weir/params.h>
#include <weir/stage.h>

#include "dedupe/digest_table.h"

namespace weir::dedupe {

class Dedupe final : public Fold {
 public:
  struct Params {
    std::vector<std::string> fields = {"text"};
    std::string keep = "first";
    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  explicit Dedupe(const Params& params) : params_(params) {}

  void begin(FoldContext& context) override;
  void take(Document document, Emitter& out) override;
  void finish(Emitter&) override {}

 private:
  Params params_;
  FoldContext* context_ = nullptr;
  std::optional<DigestTable> table_;
};

}  // namespace weir::dedupe
