#include "sec/item_mark.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "sec/ascii.h"
#include "sec/squeezed_text.h"

namespace weir::sec {
namespace {

constexpr std::size_t kMostHeadingBytes = 600;  // what is read of a block
constexpr std::size_t kLongTitle = 250;
constexpr std::size_t kLongUnknownTitle = 200;
constexpr std::size_t kFragment = 100;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// Reads squeezed text from its beginning.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  void go_to(std::size_t at) { at_ = std::min(at, text_.size()); }
  std::string_view rest() const { return text_.substr(at_); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  // Takes ASCII punctuation of the given kinds, dashes and bullets.
  std::size_t take_punctuation(std::string_view kinds) {
    const std::size_t begin = at_;
    for (;;) {
      if (at_ < text_.size() && kinds.find(text_[at_]) != std::string_view::npos) {
        ++at_;
      } else if (!take("–") && !take("—") && !take("‐") && !take("‑") && !take("―") && !take("−") && !take("•") &&
                 !take("·")) {
        return at_ - begin;
      }
    }
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// The number of an item, without its letter; nothing for numbers that are no item's, such as those of regulations.
std::optional<std::uint8_t> take_number(Cursor& cursor) {
  std::string_view rest = cursor.rest();
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  if (digits == 0 || digits > 2 || rest[0] == '0') return std::nullopt;
  const int number = digits == 1 ? rest[0] - '0' : (rest[0] - '0') * 10 + (rest[1] - '0');
  if (number > 16) return std::nullopt;
  cursor.go_to(cursor.at() + digits);
  return static_cast<std::uint8_t>(number);
}

class MarkReader {
 public:
  explicit MarkReader(std::string_view text)
      : text_(text), squeezed_(text, kMostHeadingBytes), cursor_(squeezed_.view()) {}

  std::optional<ItemMark> read() {
    if (!take_code()) return std::nullopt;
    if (!read_title()) return std::nullopt;
    return std::move(mark_);
  }

 private:
  // "Part I, Items 1 and 2."
  bool take_code() {
    cursor_.take_punctuation("*-([");
    if (cursor_.at() > 4) return false;
    if (cursor_.take("part")) {
      const std::size_t before = cursor_.at();
      while (cursor_.peek() == 'i' && !cursor_.rest().starts_with("item")) cursor_.go_to(cursor_.at() + 1);
      if (cursor_.peek() == 'v') cursor_.go_to(cursor_.at() + 1);
      if (cursor_.at() == before && cursor_.peek() >= '1' && cursor_.peek() <= '4') cursor_.go_to(before + 1);
      if (cursor_.at() == before) return false;
      cursor_.take_punctuation(".,:;-()");
    }
    if (!cursor_.take("item")) return false;
    const bool is_plural = cursor_.take("s");
    cursor_.take_punctuation(".:-#");
    if (cursor_.take("no.") || cursor_.take("number")) cursor_.take_punctuation(":");
    if (!take_item()) return false;
    take_list(is_plural);
    return true;
  }

  bool take_item() {
    const auto number = take_number(cursor_);
    if (!number) return false;
    // "Item 1.01" is one of form 8-K.
    const std::size_t at = squeezed_.end_offset(cursor_.at());
    if (at + 1 < text_.size() && text_[at] == '.' && is_digit(text_[at + 1])) return false;
    mark_.items.push_back({*number, take_letter(*number)});
    if (cursor_.take("(t)") || cursor_.take("(i)") || cursor_.take("(1)")) return true;
    if (cursor_.rest().size() > 2 && cursor_.rest()[0] == '(' && cursor_.rest()[2] == ')' &&
        is_lower(cursor_.rest()[1])) {
      cursor_.go_to(cursor_.at() + 3);  // "Item 1(a)", a part of an item
    }
    return true;
  }

  // The letter belongs to the number where nothing alphabetic follows it, or the item's title does.
  char take_letter(std::uint8_t number) {
    const char c = cursor_.peek();
    const bool in_parentheses = c == '(' && cursor_.rest().size() > 2 && cursor_.rest()[2] == ')';
    const char letter = in_parentheses ? cursor_.rest()[1] : c;
    if (letter < 'a' || letter > 'd') return 0;
    const std::size_t length = in_parentheses ? 3 : 1;
    const Item item{number, upper(letter)};
    const std::size_t behind = squeezed_.end_offset(cursor_.at() + length);
    const bool ends_word = behind >= text_.size() || (!is_letter(text_[behind]) && text_[behind] != '\'');
    const bool has_title = match_title(item, squeezed_.view().substr(cursor_.at() + length)).length > 0;
    if (!has_title && (in_parentheses || !ends_word)) return 0;
    cursor_.go_to(cursor_.at() + length);
    return item.letter;
  }

  // "and 2", "& 2", ", 1B", "/ 7A", and between plural items "-14" and "through 14".
  void take_list(bool is_plural) {
    for (;;) {
      const std::size_t before = cursor_.at();
      cursor_.take_punctuation(".");
      bool joined = cursor_.take("and") || cursor_.take("&");
      if (!joined && cursor_.take(",")) joined = cursor_.take("and") || cursor_.take("&") || true;
      if (!joined) joined = cursor_.take("/");
      if (!joined && is_plural)
        joined = cursor_.take_punctuation("-") > 0 || cursor_.take("through") || cursor_.take("to");
      if (joined && (cursor_.take("items") || cursor_.take("item"))) joined = true;
      if (!joined || !take_item()) return cursor_.go_to(before);
    }
  }

  bool read_title() {
    const std::size_t before = cursor_.at();
    cursor_.take_punctuation(".:;,-)]|");
    const std::string_view punctuation = squeezed_.view().substr(before, cursor_.at() - before);
    const bool has_comma = punctuation.find(',') != std::string_view::npos;
    mark_.title_begin = squeezed_.offset(cursor_.at());
    mark_.title_end = mark_.body_begin = text_.size();
    if (cursor_.rest().empty()) {
      mark_.title_end = squeezed_.end_offset(cursor_.at());
      return true;
    }
    const bool quoted = cursor_.rest().starts_with('"') || cursor_.rest().starts_with("“");
    if (!read_known_title(quoted)) {
      return !has_comma && !quoted && read_other_title(punctuation.empty());
    }
    // "Item 1A, Risk Factors, of our report" is a reference.
    return !has_comma || mark_.body_begin == text_.size();
  }

  bool read_known_title(bool quoted) {
    TitleMatch match;
    for (const Item item : mark_.items) {
      const TitleMatch other = match_title(item, cursor_.rest());
      if (other.length > match.length) match = other;
    }
    if (match.length == 0) return false;
    mark_.title = ItemMark::Title::known;
    const std::size_t end = squeezed_.end_offset(cursor_.at() + match.length);
    if (quoted && text_.size() > end + 4) return false;
    cursor_.go_to(cursor_.at() + match.length);
    take_second_item();
    if (match.is_open || mark_.items.size() > 1) return end_open_title(squeezed_.end_offset(cursor_.at()));
    return end_title(squeezed_.end_offset(cursor_.at()));
  }

  // "Item 1. Business and Item 2. Properties"
  void take_second_item() {
    const std::size_t before = cursor_.at();
    cursor_.take_punctuation(".;,");
    if (!cursor_.take("and") && !cursor_.take("&")) return cursor_.go_to(before);
    const std::size_t items = mark_.items.size();
    if (!(cursor_.take("items") || cursor_.take("item")) || !take_item()) {
      mark_.items.resize(items);
      return cursor_.go_to(before);
    }
    cursor_.take_punctuation(".:;-");
    cursor_.go_to(cursor_.at() + match_title(mark_.items.back(), cursor_.rest()).length);
  }

  // What follows a title that is complete at `end`.
  bool end_title(std::size_t end) {
    std::size_t tail = end;
    bool divided = false;
    while (tail < text_.size()) {
      const std::size_t space = space_length(text_, tail);
      if (space > 0) {
        divided = divided || text_[tail] == '\n' || text_[tail] == '\t';
        tail += space;
      } else if (const std::size_t length = punctuation_length(tail); length > 0) {
        divided = divided || text_[tail] != ',';
        tail += length;
      } else {
        break;
      }
    }
    const std::string_view rest = text_.substr(tail);
    if (rest.empty()) return true;
    if (end_contents_entry(end, rest) || end_continued(end, rest)) return true;
    if (rest.starts_with("”") || rest.front() == '"') return false;
    const bool goes_on = is_lower(rest.front());
    if (divided && !goes_on) return begin_body(end, tail);
    const bool ends_as_sentence = text_.ends_with('.') || text_.ends_with(',') || text_.ends_with(';');
    if (goes_on) {
      if (divided && text_.size() > kFragment) return begin_body(end, tail);
      if (text_.size() > kFragment || ends_as_sentence) return false;
      mark_.title = ItemMark::Title::other;
      return true;
    }
    if (text_.size() <= kLongTitle && !ends_as_sentence) return true;
    return begin_body(end, tail);
  }

  // The end of a title whose wording varies is the end of its sentence, line or cell.
  bool end_open_title(std::size_t begin) {
    const std::size_t limit = std::min(text_.size(), begin + kLongTitle);
    std::size_t end = begin;
    for (; end < limit; ++end) {
      if (text_[end] == '\t') break;
      if (text_[end] == '\n' && !continues_title(end)) break;
      const bool stops = text_[end] == '.' || text_[end] == ':';
      if (stops && end + 1 < text_.size() && space_length(text_, end + 1) > 0) break;
    }
    if (end == limit && limit < text_.size()) return false;
    std::size_t trimmed_end = end;
    while (trimmed_end > begin && (is_space(text_[trimmed_end - 1]) || text_[trimmed_end - 1] == '.')) --trimmed_end;
    if (end < text_.size()) return end_title(trimmed_end);
    static const RE2 kPages("^(.*?)[\\s._·…]+((?:page\\s*)?(?:[ivx]+|[0-9]{1,3}|[A-Z]-[0-9]{1,3}))$");
    const re2::StringPiece rest(text_.data() + begin, text_.size() - begin);
    re2::StringPiece title;
    if (RE2::FullMatch(rest, kPages, &title)) return end_title(begin + title.size());
    mark_.title_end = trimmed_end;
    return true;
  }

  // A line of a title goes on in the next one if it ends in the middle of its words.
  bool continues_title(std::size_t line_break) const {
    const std::string line = lower(trimmed(text_.substr(0, line_break)));
    for (const std::string_view word : {",", " and", " of", " in", " on", " the", " for", " with", " related"}) {
      if (line.ends_with(word)) return true;
    }
    return false;
  }

  bool read_other_title(bool nothing_divides) {
    const std::string_view rest = text_.substr(mark_.title_begin);
    static const RE2 kSentences("[a-z][.;]\\s+[A-Z“\"]|(?i)\\bitems?\\s*[0-9]");
    if (is_page_reference(rest)) {
      mark_.has_page_number = true;
      mark_.title_end = squeezed_.end_offset(cursor_.at());
      return true;
    }
    if (is_lower(rest.front()) || rest.size() > kLongUnknownTitle) return false;
    if (RE2::PartialMatch(re2::StringPiece(rest.data(), rest.size()), kSentences)) return false;
    if (nothing_divides && rest.ends_with('.') && rest.size() > kFragment) return false;
    mark_.title = ItemMark::Title::other;
    static const RE2 kPages("[\\t ._·…]\\s*(?:[0-9]{1,3}|[A-Z]-[0-9]{1,3})$");
    mark_.has_page_number = RE2::PartialMatch(re2::StringPiece(rest.data(), rest.size()), kPages);
    return true;
  }

  bool end_contents_entry(std::size_t end, std::string_view rest) {
    if (!is_page_reference(rest)) return false;
    mark_.has_page_number = true;
    mark_.title_end = end;
    return true;
  }

  bool end_continued(std::size_t end, std::string_view rest) {
    if (rest.size() > 24 || !squeeze(rest).starts_with("con")) return false;
    mark_.is_continued = true;
    mark_.title_end = end;
    return true;
  }

  bool begin_body(std::size_t end, std::size_t tail) {
    mark_.title_end = end;
    mark_.body_begin = tail;
    return true;
  }

  std::size_t punctuation_length(std::size_t at) const {
    static constexpr std::string_view kAscii = ".:;,-()_|*";
    if (kAscii.find(text_[at]) != std::string_view::npos) return 1;
    for (const std::string_view mark : {"–", "—", "―", "•", "·", "…"}) {
      if (text_.substr(at).starts_with(mark)) return mark.size();
    }
    return 0;
  }

  std::string_view text_;
  SqueezedText squeezed_;
  Cursor cursor_;
  ItemMark mark_;
};

}  // namespace

std::optional<ItemMark> read_item_mark(std::string_view text) { return MarkReader(text).read(); }

bool is_title_of(Item item, std::string_view text) {
  if (text.size() > kLongTitle) return false;
  const std::string squeezed = squeeze(text);
  const TitleMatch match = match_title(item, squeezed);
  if (match.length == 0) return false;
  if (match.is_open) return true;
  return std::none_of(squeezed.begin() + static_cast<std::ptrdiff_t>(match.length), squeezed.end(),
                      [](char c) { return is_letter(c) || is_digit(c); });
}

bool is_item_number(std::string_view text) {
  constexpr std::size_t kShort = 60;
  if (text.size() > kShort) return false;
  const auto mark = read_item_mark(text);
  return mark && mark->title == ItemMark::Title::none && !mark->has_page_number;
}

bool is_page_reference(std::string_view text) {
  static const RE2 kPages(
      "(?i)\\s*(?:pages?\\s*)?(?:[ivx]{1,5}|[a-z]?-?\\s*[0-9]{1,3}[a-z]?)(?:\\s*(?:-|–|—|,|and|to|through|&)?\\s*"
      "(?:pages?\\s*)?(?:[ivx]{1,5}|[a-z]?-?\\s*[0-9]{1,3}[a-z]?))*\\s*[.*]?\\s*");
  return text.size() <= 60 && RE2::FullMatch(re2::StringPiece(text.data(), text.size()), kPages);
}

}  // namespace weir::sec
