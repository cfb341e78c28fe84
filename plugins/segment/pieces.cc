#include "segment/pieces.h"

#include <algorithm>
#include <array>

#include <weir/utf8.h>

namespace weir::segment {
namespace {

struct Word {
  std::size_t begin;
  std::size_t end;
};

bool ends_clause(std::string_view word) {
  constexpr std::array<std::string_view, 7> kMarks{",", ";", ":", "—", "–", ")", "--"};
  return std::any_of(kMarks.begin(), kMarks.end(), [word](std::string_view mark) { return word.ends_with(mark); });
}

class Division {
 public:
  Division(std::string_view text, const Bounds& bounds, Sentences& sentences)
      : text_(text), bounds_(bounds), sentences_(sentences) {}

  void add(const Paragraph& paragraph, std::size_t index) {
    paragraph_ = index;
    if (paragraph.words + 2 * bounds_.min_words <= bounds_.max_words) {
      add_piece(paragraph.begin, paragraph.end, paragraph.words);
      return;
    }
    std::size_t begin = paragraph.begin;
    for (const std::size_t end : sentences_.ends(text_.substr(paragraph.begin, paragraph.end - paragraph.begin))) {
      add_sentence(begin, paragraph.begin + end);
      begin = paragraph.begin + end;
    }
  }

  std::vector<Piece> take() { return std::move(pieces_); }

 private:
  void add_sentence(std::size_t begin, std::size_t end) {
    std::vector<Word> words;
    for_each_word(text_.substr(begin, end - begin), [&](std::size_t from, std::size_t to) {
      words.push_back({begin + from, begin + to});
    });
    if (words.empty()) return;
    if (words.size() <= bounds_.max_words) {
      add_piece(words.front().begin, words.back().end, words.size());
    } else {
      add_clauses(words);
    }
    pieces_.back().against_cut = Fault::cut_in_paragraph;
  }

  void add_clauses(const std::vector<Word>& words) {
    std::size_t first = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool last = i + 1 == words.size();
      if (!last && !ends_clause(text_.substr(words[i].begin, words[i].end - words[i].begin))) continue;
      add_stretches(words, first, i + 1);
      pieces_.back().against_cut = Fault::cut_in_sentence;
      first = i + 1;
    }
  }

  // Adds words [first, end) in as few stretches as the bound allows, none longer than another by more than a word.
  void add_stretches(const std::vector<Word>& words, std::size_t first, std::size_t end) {
    const std::size_t count = (end - first + bounds_.max_words - 1) / bounds_.max_words;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t from = first + (end - first) * i / count;
      const std::size_t to = first + (end - first) * (i + 1) / count;
      add_piece(words[from].begin, words[to - 1].end, to - from);
      pieces_.back().against_cut = Fault::cut_in_clause;
    }
  }

  void add_piece(std::size_t begin, std::size_t end, std::size_t words) {
    pieces_.push_back({begin, end, words, paragraph_, Fault::none, Fault::none});
  }

  std::string_view text_;
  const Bounds& bounds_;
  Sentences& sentences_;
  std::size_t paragraph_ = 0;
  std::vector<Piece> pieces_;
};

// What is to be said about the border between two paragraphs.
void judge_border(Piece& piece, const Paragraph& before, const Paragraph& after, const Bounds& bounds) {
  const bool short_before = before.words < bounds.min_words;
  const bool short_after = after.words < bounds.min_words;
  const bool tied = before.leads || (before.is_item && after.is_item && short_before && short_after);
  piece.against_cut = tied && before.heading == after.heading ? Fault::cut_ties : Fault::none;
  if (before.heading != after.heading) {
    piece.against_join = Fault::join_headings;
  } else {
    piece.against_join = short_before || short_after ? Fault::join : Fault::join_paragraphs;
  }
}

}  // namespace

std::vector<Piece> pieces_of(std::string_view text, const std::vector<Paragraph>& paragraphs, const Bounds& bounds,
                             Sentences& sentences) {
  Division division(text, bounds, sentences);
  for (std::size_t i = 0; i < paragraphs.size(); ++i) division.add(paragraphs[i], i);
  std::vector<Piece> pieces = division.take();
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    const std::size_t paragraph = pieces[i].paragraph;
    if (pieces[i + 1].paragraph == paragraph) continue;
    judge_border(pieces[i], paragraphs[paragraph], paragraphs[pieces[i + 1].paragraph], bounds);
  }
  return pieces;
}

}  // namespace weir::segment
