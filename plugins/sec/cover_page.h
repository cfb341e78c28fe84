// What the cover page of a filing says, for documents that come without EDGAR's header.
#pragma once

#include <string_view>

#include "sec/filing.h"

namespace weir::sec {

// `markup` is the beginning of the main document. Form, amendment, company, end of the fiscal year, employer
// identification number and filer category are read where they stand in the wording that the form prescribes; what is
// not found stays unknown.
Filing read_cover_page(std::string_view markup);

}  // namespace weir::sec
