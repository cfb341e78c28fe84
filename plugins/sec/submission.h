// `sec.submission`: from a file of EDGAR's to the report in it.
#pragma once

#include <weir/stage.h>

namespace weir::sec {

// Takes a full submission, one document of it in its <DOCUMENT> wrapper, or a bare document. Emits it with the report
// as its content, a slice, and with all that is known about the filing as metadata, every field set, null where
// unknown. Forms of every kind pass.
class Submission final : public Transform {
 public:
  void process(Document document, Emitter& out) override;
};

}  // namespace weir::sec
