#include "segment/segment.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <weir/utf8.h>

#include "segment/pieces.h"
#include "segment/tidy.h"

namespace weir::segment {
namespace {

// Pieces that make a segment.
struct Run {
  std::span<const Piece> pieces;
  std::size_t words = 0;
};

std::vector<Run> runs_of(const std::vector<Piece>& pieces, const Bounds& bounds) {
  std::vector<Run> runs;
  std::size_t begin = 0;
  for (const std::size_t end : choose_cuts(pieces, bounds)) {
    Run& run = runs.emplace_back();
    run.pieces = std::span(pieces).subspan(begin, end - begin);
    for (const Piece& piece : run.pieces) run.words += piece.words;
    begin = end;
  }
  return runs;
}

// The text of a run: what stands between its paragraphs, a heading say, is cut out.
void take_text(const Document& document, const Run& run, Document& segment) {
  const std::size_t begin = run.pieces.front().begin;
  segment.set_text(document.text().slice(begin, run.pieces.back().end));
  TextEdit edit(segment);
  for (std::size_t i = 1; i < run.pieces.size(); ++i) {
    const std::size_t line_break = run.pieces[i - 1].end;  // or the space between two sentences
    edit.erase(line_break + 1 - begin, run.pieces[i].begin - begin);
  }
  edit.apply();
}

// Where a run takes in more than one heading's text, it stands under the one that gives most of it.
const List& ancestors_of(const Run& run, const Outline& outline) {
  std::size_t heading = 0;
  std::size_t most = 0;
  std::size_t words = 0;
  std::size_t current = 0;
  for (const Piece& piece : run.pieces) {
    const std::size_t above = outline.paragraphs[piece.paragraph].heading;
    words = (above == current ? words : 0) + piece.words;
    current = above;
    if (words > most) {
      most = words;
      heading = above;
    }
  }
  return outline.heading_paths[heading];
}

Value as_list(const Range& range) { return List{range.begin, range.end}; }

// Where the text comes from: null in place of pieces where there is only one.
void set_source(const Text& text, Metadata& metadata) {
  const std::vector<Range> pieces = text.source_ranges(0, text.size());
  List list;
  for (const Range& piece : pieces) list.push_back(as_list(piece));
  metadata.set("source_range", as_list(text.source_range()));
  metadata.set("source_ranges", pieces.size() > 1 ? Value(std::move(list)) : Value());
}

// Sets what all segments of a document share, and the places of what each sets anew, so that fields have one order
// whatever is known about the document.
void set_shared_fields(Metadata& metadata, std::size_t segments) {
  for (const std::string_view key : {"id", "source_range", "source_ranges", "section", "section_title"}) {
    if (!metadata.find(key)) metadata.set(key, nullptr);
  }
  Table stats;
  stats.set("segments", segments);
  const Value* known = metadata.find("stats");
  if (known && known->table()) {
    for (const auto& [key, value] : *known->table()) {
      if (key != "segments") stats.set(key, value);
    }
  }
  metadata.set("stats", std::move(stats));
}

std::string id_of(const Document& document, std::size_t index) {
  const std::string_view section = document.metadata().string("section");
  return document.origin().id() + (section.empty() ? "" : "#" + std::string(section)) + "/" + std::to_string(index);
}

}  // namespace

void Segment::Params::declare(ParamList& list) {
  list.optional("min_words", min_words,
                "least words of a segment; shorter ones are joined with a neighbour, or dropped")
      .range(1, 10000);
  list.optional("max_words", max_words, "most words of a segment").range(1, 10000);
  list.optional("on_empty", on_empty, "what becomes of a source document without a single segment: fail, or drop")
      .one_of({"fail", "drop"});
}

std::optional<std::string> Segment::Params::check() const {
  if (min_words <= max_words) return std::nullopt;
  return "`min_words` is " + std::to_string(min_words) + ", more than `max_words`, which is " +
         std::to_string(max_words);
}

Segment::Segment(const Params& params)
    : bounds_{static_cast<std::size_t>(params.min_words), static_cast<std::size_t>(params.max_words)},
      fails_on_empty_(params.on_empty == "fail") {}

void Segment::process(std::span<Document> documents, Emitter& out) {
  std::size_t segments = 0;
  std::vector<LeftOut> left_out;
  for (Document& document : documents) segments += divide(document, out, left_out);
  const std::string message = "no text of at least " + std::to_string(bounds_.min_words) + " words";
  if (segments == 0 && fails_on_empty_) return out.fail(FailureClass::rejected, "no_segments", message);
  if (segments == 0) return out.drop("no_segments", message);
  for (const LeftOut& part : left_out) out.drop(part.reason, part.detail);
}

std::size_t Segment::divide(Document& document, Emitter& out, std::vector<LeftOut>& left_out) {
  tidy(document);
  const Outline outline = outline_of(document, bounds_.min_words);
  const std::vector<Piece> pieces = pieces_of(document.text().view(), outline.paragraphs, bounds_, sentences_);
  std::vector<Run> runs = runs_of(pieces, bounds_);
  const auto is_too_short = [&](const Run& run) {
    if (run.words >= bounds_.min_words) return false;
    left_out.push_back({"too_short", std::to_string(run.words) + " words"});
    return true;
  };
  std::erase_if(runs, is_too_short);
  left_out.insert(left_out.end(), outline.tables_of_figures, {"table_of_figures", {}});

  set_shared_fields(document.metadata(), runs.size());
  for (std::size_t index = 0; index < runs.size(); ++index) {
    Document segment = document.derive();
    take_text(document, runs[index], segment);
    Metadata& metadata = segment.metadata();
    metadata.set("id", id_of(document, index));
    set_source(segment.text(), metadata);
    metadata.set("segment_index", index);
    metadata.set("ancestors", ancestors_of(runs[index], outline));
    metadata.set("word_count", runs[index].words);
    metadata.set("char_count", count_code_points(segment.text().view()));
    out.emit(std::move(segment));
  }
  return runs.size();
}

}  // namespace weir::segment
