#include "html/page_invariants.h"

#include <tuple>
#include <vector>

#include "html/converter.h"
#include "html/encoding.h"
#include "html/gumbo_text.h"
#include "html/page_bytes.h"
#include "html/page_reader.h"
#include "html/pages.h"
#include "html/utf8.h"

namespace weir::html {
namespace {

using Run = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t, SourceRun::Kind>;

struct Reading {
  std::string text;
  std::vector<Run> runs;
  std::vector<Block> blocks;
};

std::vector<Run> runs_of(const SourceMap& map) {
  std::vector<Run> runs;
  map.for_each(0, map.text_size(), [&](const SourceRun& run) {
    runs.emplace_back(run.text_begin, run.text_length, run.source_begin, run.source_length, run.kind);
  });
  return runs;
}

Reading read_in_pieces(std::string_view page, Encoding encoding, Layout layout, std::size_t piece_bytes) {
  TagReader tags;
  BlockWriter writer;
  PageReader reader(encoding, layout, tags, writer);
  Tokenizer<PageReader> tokenizer(reader);
  for (; !page.empty(); page.remove_prefix(std::min(piece_bytes, page.size()))) {
    // A copy of its own, so that a sanitizer sees whoever looks beyond its end or keeps it for later.
    const std::string piece(page.substr(0, piece_bytes));
    tokenizer.feed(piece);
  }
  tokenizer.finish();
  reader.finish();
  const Text text = writer.take_text();
  return {std::string(text.view()), runs_of(text.map()), writer.take_blocks()};
}

std::string broken_by_pieces(std::string_view page, std::size_t piece_bytes) {
  for (const Encoding encoding : {Encoding::utf8, Encoding::windows_1252}) {
    for (const Layout layout : {Layout::markup, Layout::by_hand}) {
      const Reading whole = read_in_pieces(page, encoding, layout, page.size());
      const Reading pieces = read_in_pieces(page, encoding, layout, piece_bytes);
      if (whole.text != pieces.text) return "text depends on pieces: [" + whole.text + "] [" + pieces.text + "]";
      if (whole.runs != pieces.runs) return "the map depends on pieces";
      if (whole.blocks != pieces.blocks) return "blocks depend on pieces";
    }
  }
  return {};
}

std::string converted(std::string_view page, const Charset& charset, std::size_t piece_bytes) {
  Converter converter(charset);
  std::string utf8;
  for (std::size_t at = 0; at < page.size(); at += piece_bytes) {
    utf8 += converter.convert(page.substr(at, piece_bytes), at, false);
  }
  return utf8.append(converter.convert({}, page.size(), true));
}

std::string broken_by_conversion(std::string_view page, std::size_t piece_bytes) {
  const Charset& charset = *encoding_of(page).charset;
  if (charset.converter == nullptr) return {};
  page = page.substr(0, Converter::kMaxPieceBytes);
  return converted(page, charset, page.size()) == converted(page, charset, piece_bytes)
             ? std::string()
             : "conversion depends on pieces";
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character character = first_character(text.substr(at));
    if (character.status != Utf8Status::valid) return false;
    at += character.length;
  }
  return true;
}

std::string broken_map(const Text& text, std::uint64_t page_bytes) {
  std::uint64_t text_end = 0;
  std::uint64_t source_begin = 0;
  std::string broken;
  text.map().for_each(0, text.size(), [&](const SourceRun& run) {
    if (run.text_begin != text_end || run.text_length == 0) broken = "the map leaves text out";
    if (run.source_begin < source_begin) broken = "the map goes back in the source";
    if (run.source_end() > page_bytes) broken = "the map leads out of the page";
    text_end = run.text_end();
    source_begin = run.source_begin;
  });
  return broken.empty() && text_end != text.size() ? "the map does not cover the text" : broken;
}

std::string broken_blocks(const Document& document) {
  const std::string_view text = document.text().view();
  std::size_t at = 0;
  for (const Block& block : document.blocks()) {
    if (block.begin < at || block.end < block.begin || block.end > text.size()) return "blocks overlap";
    if (!without_space(text.substr(at, block.begin - at)).empty()) return "text between blocks";
    if ((block.size() == 0) != (block.kind == BlockKind::page_break)) return "a block without text";
    at = block.end;
  }
  return at == text.size() ? "" : "text behind the last block";
}

}  // namespace

std::string broken_invariant(std::string_view page, std::size_t piece_bytes) {
  const Document document = read_page(std::string(page));
  if (!is_utf8(document.text().view())) return "text is not UTF-8";
  for (std::string broken : {broken_map(document.text(), page.size()), broken_blocks(document),
                             broken_by_pieces(page, piece_bytes), broken_by_conversion(page, piece_bytes)}) {
    if (!broken.empty()) return broken;
  }
  return {};
}

}  // namespace weir::html
