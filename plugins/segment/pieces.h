// Divides paragraphs into the pieces between which a text may be cut.
//
// A paragraph is one piece, unless it is so long that it could not take in the short ones beside it: then its
// sentences are. A sentence with more words than a segment may have is divided into clauses, and a clause with more
// into even stretches of words.
#pragma once

#include <string_view>
#include <vector>

#include "segment/choose_cuts.h"
#include "segment/outline.h"
#include "segment/sentences.h"

namespace weir::segment {

std::vector<Piece> pieces_of(std::string_view text, const std::vector<Paragraph>& paragraphs, const Bounds& bounds,
                             Sentences& sentences);

}  // namespace weir::segment
