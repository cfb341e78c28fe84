// The transform `segment`: divides the text of documents, sections of a filing say, into segments for training.
//
// A segment is a paragraph, or several where they are short, or a part of one that is too long, cut between sentences.
// It is a document of its own, derived from the one it was cut from.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/plugin.h>

#include "segment/choose_cuts.h"
#include "segment/outline.h"
#include "segment/sentences.h"

namespace weir::segment {

class Segment final : public GroupTransform {
 public:
  struct Params {
    std::int64_t min_words = 20;
    std::int64_t max_words = 380;
    std::string on_empty = "fail";

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  explicit Segment(const Params& params);

  void process(std::span<Document> documents, Emitter& out) override;

 private:
  struct LeftOut {
    std::string_view reason;
    std::string detail;
  };

  // Emits the document's segments and returns how many. What is left out of them is added to `left_out`.
  std::size_t divide(Document& document, Emitter& out, std::vector<LeftOut>& left_out);

  Bounds bounds_;
  bool fails_on_empty_;
  Sentences sentences_;
};

}  // namespace weir::segment
