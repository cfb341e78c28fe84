// `sec.clean`: takes out of a section what pages have added.
#pragma once

#include <weir/stage.h>

namespace weir::sec {

// Takes out page numbers, running heads and feet, links to the contents and headings that are repeated as continued.
// A sentence that a page break had divided is joined again, by a space. No sentence is ever taken out. Adds
// `cleaned_chars` to `stats`.
class Clean final : public Transform {
 public:
  void process(Document document, Emitter& out) override;
};

}  // namespace weir::sec
