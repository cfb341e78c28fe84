#include "quality/quality_gate.h"

#include <string_view>
#include <utility>

#include <weir/utf8.h>

#include "quality/markup.h"

namespace weir::quality {
namespace {

// Which document a message is about.
std::string name_of(const Document& document) {
  const std::string_view id = document.metadata().string("id");
  return id.empty() ? document.origin().id() : std::string(id);
}

}  // namespace

void QualityGate::Params::declare(ParamList& list) {
  list.optional("forbid_markup", forbid_markup, "refuse text with tags or character references left in it");
  list.optional("min_words", min_words, "least words of a text").range(0, 1e9);
  list.optional("max_words", max_words, "most words of a text; 0: no limit").range(0, 1e9);
  list.optional("flag_below", flag_below,
                "source documents smaller than this are marked `suspicious`, not refused; 0B: none is");
}

std::optional<std::string> QualityGate::Params::check() const {
  if (max_words == 0 || min_words <= max_words) return std::nullopt;
  return "`min_words` is " + std::to_string(min_words) + ", more than `max_words`, which is " +
         std::to_string(max_words);
}

void QualityGate::process(Document document, Emitter& out) {
  const std::string_view text = document.text().view();
  const auto refuse = [&](std::string_view reason, const std::string& message) {
    out.fail(FailureClass::rejected, reason, name_of(document) + ": " + message);
  };
  const std::string_view markup = params_.forbid_markup ? find_markup(text) : std::string_view();
  if (!markup.empty())
    return refuse("quality.markup", "markup is left in the text: " + std::string(markup.substr(0, 80)));
  const auto words = static_cast<std::int64_t>(count_words(text));
  const std::string counted = std::to_string(words) + " words";
  if (words == 0 && params_.min_words > 0) return refuse("quality.empty", "there is no text");
  if (words < params_.min_words)
    return refuse("quality.too_short", counted + ", less than " + std::to_string(params_.min_words));
  if (params_.max_words > 0 && words > params_.max_words) {
    return refuse("quality.too_long", counted + ", more than " + std::to_string(params_.max_words));
  }
  document.metadata().set("suspicious", document.origin().size < params_.flag_below.bytes);
  out.emit(std::move(document));
}

}  // namespace weir::quality
