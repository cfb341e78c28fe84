#include "text/plain_text.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include <weir/utf8.h>

namespace weir::text {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

TextBytes read_all(const Content& content, LargeMemory* memory) {
  TextBytes bytes(memory);
  bytes.reserve(static_cast<std::size_t>(content.size()));
  ContentStream stream(content);
  for (std::string_view piece = stream.next(); !piece.empty(); piece = stream.next()) bytes.append(piece);
  return bytes;
}

// Replaces each broken sequence of bytes; `source_begin` is where the bytes begin in the file.
Text with_replacements(const TextBytes& from, std::uint64_t source_begin) {
  const std::string_view bytes = from;
  TextBytes text(from.get_allocator());
  SourceMap map;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t wrong = at + first_invalid_utf8(bytes.substr(at));
    text.append(bytes.substr(at, wrong - at));
    map.append_verbatim(wrong - at, source_begin + at);
    at = wrong;
    if (wrong == bytes.size()) break;
    const std::size_t length = code_point_at(bytes, wrong).length;
    text.append(kReplacement);
    map.append_rewritten(kReplacement.size(), source_begin + wrong, length);
    at += length;
  }
  return Text(std::move(text), std::move(map));
}

}  // namespace

std::vector<Block> paragraphs(std::string_view text) {
  std::vector<Block> blocks;
  std::size_t empty_line = 0;  // where the text ends or the last empty line did, blocks do not reach across
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    std::size_t first = std::string_view::npos;
    std::size_t last = 0;
    for_each_word(text.substr(at, line_end - at), [&](std::size_t begin, std::size_t end) {
      first = std::min(first, at + begin);
      last = at + end;
    });
    if (last == 0) {
      empty_line = at + 1;
    } else if (!blocks.empty() && blocks.back().begin >= empty_line) {
      blocks.back().end = last;
    } else {
      Block& block = blocks.emplace_back();
      block.begin = first;
      block.end = last;
    }
    at = line_end + 1;
  }
  return blocks;
}

void PlainText::Params::declare(ParamList& list) {
  list.optional("invalid", invalid, "what bytes that are not UTF-8 do: fail the document, or be replaced by U+FFFD")
      .one_of({"fail", "replace"});
}

void PlainText::process(Document document, Emitter& out) {
  TextBytes bytes = read_all(document.content(), out.large_memory());
  std::uint64_t source_begin = document.content().source_range().begin;
  if (bytes.starts_with(kByteOrderMark)) {
    bytes.erase(0, kByteOrderMark.size());
    source_begin += kByteOrderMark.size();
  }
  const std::size_t wrong = first_invalid_utf8(bytes);
  if (wrong != bytes.size() && !replaces_) {
    return out.fail(FailureClass::rejected, "not_utf8",
                    "the byte at offset " + std::to_string(source_begin + wrong) + " is not UTF-8");
  }
  document.set_text(wrong == bytes.size() ? Text::verbatim(std::move(bytes), source_begin)
                                          : with_replacements(bytes, source_begin));
  document.blocks() = paragraphs(document.text().view());
  Metadata& metadata = document.metadata();
  metadata.set("id", document.origin().id());
  metadata.set("source_path", document.origin().path);
  metadata.set("source_range", nullptr);
  metadata.set("source_ranges", nullptr);
  out.emit(std::move(document));
}

}  // namespace weir::text
