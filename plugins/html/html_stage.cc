#include "html/html_stage.h"

#include <utility>

#include "html/encoding.h"
#include "html/layout.h"
#include "html/page_reader.h"

namespace weir::html {
namespace {

// At least half of a marked-up page is markup, but for short ones.
std::size_t expected_text(std::uint64_t content, Layout layout) {
  return static_cast<std::size_t>(layout == Layout::markup ? content / 2 : content);
}

}  // namespace

void Html::process(Document document, Emitter& out) {
  const Content& content = document.content();
  if (!content) return out.fail(FailureClass::rejected, "html.no_content", "the document has no content to read");
  ContentStream stream(content);
  std::string_view piece = stream.next();
  if (is_utf16(piece)) return out.fail(FailureClass::rejected, "html.utf16", "pages in UTF-16 are not read");
  const Layout layout = layout_of(piece);
  BlockWriter writer(expected_text(content.size(), layout));
  PageReader reader(encoding_of(piece), layout, styles_, writer);
  const std::size_t mark = byte_order_mark(piece);
  Tokenizer<PageReader> tokenizer(reader, content.source_range().begin + mark);
  piece.remove_prefix(mark);
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
