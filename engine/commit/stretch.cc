#include "commit/stretch.h"

#include <algorithm>

#include "mutant/mutant.h"

namespace weir::commit {
namespace {

using store::DocumentKey;

void append(Stretch& stretch, const batch::Encoding& encoding, const batch::Encoding::Piece& piece) {
  const std::string_view bytes = std::string_view(encoding.bytes).substr(piece.begin, piece.end - piece.begin);
  // Neighbours in memory are written as one.
  if (!stretch.pieces.empty() && stretch.pieces.back().data() + stretch.pieces.back().size() == bytes.data()) {
    std::string_view& last = stretch.pieces.back();
    last = {last.data(), last.size() + bytes.size()};
  } else {
    stretch.pieces.push_back(bytes);
  }
  stretch.length += bytes.size();
  stretch.records += piece.records;
}

}  // namespace

DocumentKey key_of(const batch::Batch& batch, std::uint32_t position) {
  const batch::SourceDocument& document = batch.source_documents()[position];
  return {batch.entries()[document.entry].ordinal, document.ordinal};
}

std::vector<DocumentKey> find_gaps(const batch::Batch& batch, const batch::Settlement& settlement,
                                   std::vector<DocumentKey> did_not_run) {
  std::vector<DocumentKey> gaps = std::move(did_not_run);
  for (const batch::NotDone& not_done : settlement.not_done) {
    if (not_done.dead) gaps.push_back(key_of(batch, not_done.position));
  }
  for (const batch::RunAgain& again : settlement.again) gaps.push_back(key_of(batch, again.failure.position));
  std::sort(gaps.begin(), gaps.end());
  return gaps;
}

std::vector<Stretch> make_stretches(const batch::Batch& batch, const batch::Encoding& encoding,
                                    const std::vector<DocumentKey>& gaps) {
  std::vector<Stretch> stretches;
  auto gap = gaps.begin();
  bool broken = true;
  for (const batch::Encoding::Piece& piece : encoding.pieces) {
    const DocumentKey key = key_of(batch, piece.position);
    for (; gap != gaps.end() && *gap < key; ++gap) broken = true;
    if (gap != gaps.end() && *gap == key && !mutant("left_out_bytes_written")) continue;
    if (piece.begin == piece.end) continue;
    if (broken) stretches.emplace_back().first = key;
    broken = false;
    append(stretches.back(), encoding, piece);
  }
  return stretches;
}

}  // namespace weir::commit
