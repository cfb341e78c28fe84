// The transform `quality_gate`: a document that breaks a rule fails, and with it the source document that it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <weir/plugin.h>

namespace weir::quality {

class QualityGate final : public Transform {
 public:
  struct Params {
    bool forbid_markup = true;
    std::int64_t min_words = 1;
    std::int64_t max_words = 0;
    Size flag_below;

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  explicit QualityGate(const Params& params) : params_(params) {}

  // Sets `suspicious` on what passes: whether the source document is smaller than flag_below.
  void process(Document document, Emitter& out) override;

 private:
  Params params_;
};

}  // namespace weir::quality
