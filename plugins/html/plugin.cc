#include <unicode/uversion.h>

#include <array>

#include <weir/plugin.h>

#include "html/html_stage.h"

namespace {

// ICU's tables and rules decide what pages in most encodings say.
std::string icu_version() {
  UVersionInfo version;
  u_getVersion(version);
  std::array<char, U_MAX_VERSION_STRING_LENGTH> text{};
  u_versionToString(version, text.data());
  return text.data();
}

}  // namespace

WEIR_PLUGIN(weir::stage<weir::html::Html>("html", "Reads a page as browsers show it: text, blocks and source map.")
                .version(2)
                .data_version("icu", icu_version())
                .memory(weir::html::Html::kMemoryPerByte, weir::html::Html::kMemoryBeside)
                .fails("html.no_content", "the document has no content to read"))
