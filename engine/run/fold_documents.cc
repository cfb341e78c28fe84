#include "run/fold_documents.h"

#include <algorithm>

#include "batch/codec.h"

namespace weir::run {
namespace {

constexpr std::uint64_t kPage = 512;  // entries that are read from the store at once

}  // namespace

DocumentBody* FoldDocuments::CountedBodies::take() {
  DocumentBody* body = bodies_.take();
  ++used_;
  return body;
}

void FoldDocuments::CountedBodies::give_back(DocumentBody* body) noexcept {
  bodies_.give_back(body);
  --used_;
}

FoldDocuments::FoldDocuments(const store::ReadStore& store, const commit::SpoolFile& file, const std::string& spool)
    : store_(store), file_(file), range_(store.entry_range(spool)) {}

Document FoldDocuments::read(std::uint32_t number) {
  const std::string bytes = read_bytes(find(entry_of(number)));
  batch::DocumentDecoder decoder(bytes);
  origins_.push_back(decoder.origin());
  Document document = Document::begin(origins_.back(), number, &bodies_);
  decoder.fill(document, files_);
  return document;
}

void FoldDocuments::tidy() {
  if (bodies_.used() == 0) origins_.clear();
}

const store::Entry& FoldDocuments::find(std::uint64_t entry) {
  if (page_.empty() || entry < page_.front().number || entry > page_.back().number) {
    page_ = store_.entries(entry, std::min(entry + kPage - 1, range_->second));
  }
  return page_.at(entry - page_.front().number);
}

std::string FoldDocuments::read_bytes(const store::Entry& entry) const {
  return file_.read(entry.listed.records, entry.spooled ? entry.spooled->checksum : 0);
}

}  // namespace weir::run
