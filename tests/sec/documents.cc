#include "sec/documents.h"

#include <stdexcept>
#include <utility>

#include "sec/submission.h"

namespace weir::sec {

Document submitted(std::string bytes, std::string path) {
  Submission stage;
  harness::Answer answer = harness::call(stage, harness::content(std::move(bytes), std::move(path)));
  if (answer.documents.size() != 1) throw std::runtime_error("sec.submission did not emit one document");
  return std::move(answer.documents.front());
}

}  // namespace weir::sec
