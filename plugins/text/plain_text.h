// The transform `text`: a plain text file in UTF-8 becomes text whose paragraphs, divided by empty lines, are blocks.
#pragma once

#include <string>
#include <vector>

#include <weir/plugin.h>

namespace weir::text {

class PlainText final : public Transform {
 public:
  struct Params {
    std::string invalid = "fail";

    void declare(ParamList& list);
  };

  explicit PlainText(const Params& params) : replaces_(params.invalid == "replace") {}

  // Sets text and blocks, and the metadata `id`, `source_path`, `source_range` and `source_ranges`.
  void process(Document document, Emitter& out) override;

 private:
  bool replaces_;
};

// The paragraphs of a text: stretches of lines that are not empty. White space at their ends is left outside.
std::vector<Block> paragraphs(std::string_view text);

}  // namespace weir::text
