// The stages of the filings job: the report in a submission, its items, and their text without what pages add.
#include <weir/plugin.h>

#include "sec/submission.h"

namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

}  // namespace

WEIR_PLUGIN(weir::stage<weir::sec::Submission>("sec.submission",
                                               "Finds the report in a file of EDGAR's and who filed it.")
                .memory(0.0, 6 * kMiB))
