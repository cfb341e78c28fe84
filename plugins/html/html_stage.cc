#include "html/html_stage.h"

#include <utility>

#include "html/encoding.h"
#include "html/layout.h"
#include "html/page_reader.h"

namespace weir::html {

void Html::process(Document document, Emitter& out) {
  const Content& content = document.content();
  if (!content) return out.fail(FailureClass::rejected, "html.no_content", "the document has no content to read");
  ContentStream stream(content);
  std::string_view piece = stream.next();
  BlockWriter writer;
  PageReader reader(encoding_of(piece), layout_of(piece), styles_, writer);
  Tokenizer<PageReader> tokenizer(reader, content.source_range().begin);
  for (; !piece.empty(); piece = stream.next()) {
    if (out.stop_requested()) return;
    tokenizer.feed(piece);
  }
  tokenizer.finish();
  reader.finish();
  document.set_text(writer.take_text());
  document.blocks() = writer.take_blocks();
  out.emit(std::move(document));
}

Layout Html::layout_of(std::string_view beginning) const {
  if (params_.plain == "auto") return html::layout_of(beginning);
  return params_.plain == "always" ? Layout::by_hand : Layout::markup;
}

}  // namespace weir::html
