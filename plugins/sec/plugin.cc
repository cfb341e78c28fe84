// The stages of the filings job: the report in a submission, its items, and their text without what pages add.
#include <weir/plugin.h>

#include "sec/clean.h"
#include "sec/section_verdict.h"
#include "sec/sections.h"
#include "sec/submission.h"

namespace {

using namespace weir::sec;

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

}  // namespace

WEIR_PLUGIN(
    weir::stage<Submission>("sec.submission", "Finds the report in a file of EDGAR's, and who filed it.")
        .memory(0.0, 6 * kMiB),
    weir::stage<Sections>("sec.sections", "Extracts items of annual and quarterly reports.")
        .drops(std::string(reason::kNot10K), "the filing is of another form than 10-K, or no report at all")
        .drops(std::string(reason::kNot10Q), "the filing is of another form than 10-Q, or no report at all")
        .drops(std::string(reason::kNoSuchSection), "the report does not have the item: older forms did without some")
        .drops(std::string(reason::kIndexOnly), "only an index names the item, and points to text without item numbers")
        .drops(std::string(reason::kNotApplicable), "the section says that the item does not apply to this company")
        .drops(std::string(reason::kByReference), "the section only points to another place or document")
        .drops(std::string(reason::kEmpty), "nothing follows the section's heading")
        .drops(std::string(reason::kCombined), "the report joins the item with another one, which was extracted")
        .memory(1.0, kMiB),
    weir::stage<Clean>("sec.clean", "Takes out page numbers, running heads and feet, and joins what they divided.")
        .memory(1.0, kMiB))
