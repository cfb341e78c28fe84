// The stages of the filings job: the report in a submission, its items, and their text without what pages add.
#include <weir/plugin.h>

#include "sec/clean.h"
#include "sec/section_verdict.h"
#include "sec/sections.h"
#include "sec/submission.h"

namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

weir::StageInfo submission() {
  return weir::stage<weir::sec::Submission>("sec.submission",
                                            "Finds the report in a file of EDGAR's, and who filed it.")
      .memory(0.0, 6 * kMiB);
}

weir::StageInfo sections() {
  using namespace weir::sec::reason;
  return weir::stage<weir::sec::Sections>("sec.sections", "Extracts items of annual reports.")
      .drops(std::string(kNot10K), "the filing is of another form than 10-K, or no report at all")
      .drops(std::string(kNoSuchSection), "the report does not have the item: older forms did without some")
      .drops(std::string(kIndexOnly),
             "the item is named in an index only, which points to text that has no item number")
      .drops(std::string(kNotApplicable),
             "the section says that the item does not apply, as to smaller reporting companies")
      .drops(std::string(kByReference), "the section only points to another place or document")
      .drops(std::string(kEmpty), "nothing follows the section's heading")
      .drops(std::string(kCombined), "the report joins the item with another one that was extracted as well")
      .memory(1.0, kMiB);
}

weir::StageInfo clean() {
  return weir::stage<weir::sec::Clean>("sec.clean",
                                       "Takes out page numbers, running heads and feet; joins what they divided.")
      .memory(1.0, kMiB);
}

}  // namespace

WEIR_PLUGIN(submission(), sections(), clean())
