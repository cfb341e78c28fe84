// `sec.sections`: from the text of an annual or a quarterly report to the sections of its items.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weir/params.h>
#include <weir/stage.h>

#include "sec/form.h"
#include "sec/item.h"
#include "sec/outline.h"

namespace weir::sec {

// Emits one document for each section that is wanted and there, in the order of the form; drops the others, each with
// its reason. A section's text begins with its heading, which becomes a heading block of level 1; the headings within
// it become those of level 2 and below. Sets `section`, `section_title` and `stats`.
class Sections final : public Transform {
 public:
  struct Params {
    std::string form = "10-K";
    std::vector<std::string> sections{"1A"};

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  explicit Sections(const Params& params);

  void process(Document document, Emitter& out) override;

 private:
  const Form& form_;
  std::vector<Item> wanted_;
};

}  // namespace weir::sec
