#include "dedupe/dedupe.h"

#include <string_view>
#include <utility>

namespace weir::dedupe {
namespace {

// What a person would call the document.
std::string name_of(const Document& document) {
  const std::string_view id = document.metadata().string("id");
  return id.empty() ? document.origin().id() : std::string(id);
}

}  // namespace

void Dedupe::Params::declare(ParamList& list) {
  list.optional("fields", fields, "what is compared: metadata fields, and `text` for the document's own text");
  list.optional("keep", keep, "first: the others are dropped; mark: they go on, with the first in `duplicate_of`")
      .one_of({"first", "mark"});
}

std::optional<std::string> Dedupe::Params::check() const {
  if (fields.empty()) return "`fields` is empty: then all documents would be the same";
  return std::nullopt;
}

void Dedupe::begin(FoldContext& context) {
  context_ = &context;
  table_.emplace(context.directory(), context.documents());
}

void Dedupe::take(Document document, Emitter& out) {
  const auto first = table_->find_or_add(digest_of(document, params_.fields), document.position());
  if (!first) return out.emit(std::move(document));
  const std::string kept = name_of(context_->again(*first));
  if (params_.keep == "first") return out.drop("duplicate", "the same as " + kept);
  document.metadata().set("duplicate_of", kept);
  out.emit(std::move(document));
}

}  // namespace weir::dedupe
