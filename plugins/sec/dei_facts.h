// Inline-XBRL facts about the filing itself, whose names begin with `dei:` (document and entity information).
#pragma once

#include <string_view>

#include <weir/content.h>
#include <weir/value.h>

#include "sec/filing.h"

namespace weir::sec {

// Reads a document through one window and collects its dei facts: name without prefix to value, a string, in the order
// of the document. Where a fact is stated several times (once for each class of shares, say) the first one that has a
// value counts. Values are as XBRL means them, not as they are printed: dates 2023-12-31, check boxes true and false,
// numbers without thousands separators and with their scale applied. `beginning` is that of the document, of 64 KiB or
// more. Throws SourceError.
Table read_dei_facts(const Content& document, std::string_view beginning);

// What the facts say about the filing.
Filing filing_of(const Table& dei);

}  // namespace weir::sec
