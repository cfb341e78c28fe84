// The header that EDGAR puts in front of a submission: lines such as `CENTRAL INDEX KEY:  0000320193`, or in another
// form of distribution tags such as `<CIK>0000320193`. Of several filers the first one counts.
#pragma once

#include <string_view>

#include "sec/filing.h"

namespace weir::sec {

// `header` is what stands before the first <DOCUMENT>; a PEM header in front of it does no harm. The fiscal year
// follows from the period of an annual report.
Filing read_sgml_header(std::string_view header);

}  // namespace weir::sec
