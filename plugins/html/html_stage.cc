#include "html/html_stage.h"

#include <utility>

#include "html/converted_map.h"
#include "html/layout.h"
#include "html/page_bytes.h"
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
  PageBytes page(content);
  std::string_view piece = page.next();
  const Layout layout = layout_of(piece);
  BlockWriter writer(expected_text(content.size(), layout), content.size(), out.large_memory());
  PageReader reader(page.encoding(), layout, tags_, writer);
  Tokenizer<PageReader> tokenizer(reader, page.origin());
  for (; !piece.empty(); piece = page.next()) {
    if (out.stop_requested()) return;
    tokenizer.feed(piece);
  }
  tokenizer.finish();
  reader.finish();
  document.set_text(page.converted() ? writer.take_text([&](const SourceMap& map, std::size_t most_bytes) {
    return in_source(map, PageBytes(content, page.page_encoding()), most_bytes);
  })
                                     : writer.take_text());
  document.blocks() = writer.take_blocks();
  out.emit(std::move(document));
}

Layout Html::layout_of(std::string_view beginning) const {
  if (params_.plain == "auto") return html::layout_of(beginning);
  return params_.plain == "always" ? Layout::by_hand : Layout::markup;
}

}  // namespace weir::html
