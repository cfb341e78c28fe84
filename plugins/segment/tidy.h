// Prepares a text for being divided: one space between words, one line break between paragraphs.
//
// A paragraph that a page break divides becomes one again: where the break, or something that was cut out, lies between
// two blocks, the first does not end a sentence, and the second goes on in lower case. Blocks without words, and page
// breaks, are gone afterwards. The text is changed through TextEdit, so that its map stays true.
#pragma once

#include <weir/document.h>

namespace weir::segment {

void tidy(Document& document);

}  // namespace weir::segment
