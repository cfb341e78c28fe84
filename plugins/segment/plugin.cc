#include <unicode/uversion.h>

#include <array>

#include <weir/plugin.h>

#include "segment/segment.h"

namespace {

// ICU's rules decide where sentences end.
std::string icu_version() {
  UVersionInfo version;
  u_getVersion(version);
  std::array<char, U_MAX_VERSION_STRING_LENGTH> text{};
  u_versionToString(version, text.data());
  return text.data();
}

}  // namespace

WEIR_PLUGIN(weir::stage<weir::segment::Segment>(
                "segment", "Divides text into segments: paragraphs, joined or cut between sentences as bounds ask.")
                .drops("too_short", "a stretch of text below min_words that has no neighbour to join")
                .drops("table_of_figures", "a table that holds mostly numbers")
                .drops("no_segments", "with on_empty = \"drop\": no segment at all")
                .fails("no_segments", "no segment at all")
                .data_version("icu", icu_version())
                .memory(3.0, std::uint64_t{1} << 20))
