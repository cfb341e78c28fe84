// Tells the period of an abbreviation from that of a sentence, in legal and business English.
#pragma once

#include <string_view>

namespace weir::segment {

// Whether a sentence really ends where a break iterator found that it might. `sentence` is all of it up to there, with
// the white space behind it; `rest` is what follows.
bool ends_sentence(std::string_view sentence, std::string_view rest);

}  // namespace weir::segment
