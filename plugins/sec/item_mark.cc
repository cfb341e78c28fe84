#include "sec/item_mark.h"

#include <algorithm>
#include <utility>

#include <re2/re2.h>

#include "sec/ascii.h"
#include "sec/block_text.h"
#include "sec/heading_cursor.h"
#include "sec/item_number.h"
#include "sec/match.h"
#include "sec/squeezed_text.h"

namespace weir::sec {
namespace {

constexpr std::size_t kMostHeadingBytes = 600;  // what is read of a block
constexpr std::size_t kLongTitle = 250;
constexpr std::size_t kLongUnknownTitle = 200;
constexpr std::size_t kFragment = 100;

class MarkReader {
 public:
  MarkReader(const Form& form, std::string_view text)
      : form_(form), text_(text), squeezed_(text, kMostHeadingBytes), cursor_(squeezed_.view()) {}

  std::optional<ItemMark> read() {
    auto number = read_item_number(form_, text_, squeezed_, cursor_);
    if (!number) return std::nullopt;
    mark_.items = std::move(number->items);
    mark_.is_bare = number->is_bare;
    if (!read_title()) return std::nullopt;
    // A bare number is a heading's only with its title, and alone.
    if (mark_.is_bare && (mark_.title != ItemMark::Title::known || mark_.body_begin != text_.size())) {
      return std::nullopt;
    }
    return std::move(mark_);
  }

 private:
  bool read_title() {
    number_end_ = cursor_.at();
    const std::string_view punctuation = cursor_.take_punctuation(".:;,-)]|");
    const bool has_comma = punctuation.find(',') != std::string_view::npos;
    mark_.title_begin = squeezed_.offset(cursor_.at());
    mark_.title_end = mark_.body_begin = text_.size();
    if (cursor_.rest().empty()) {
      mark_.title_end = squeezed_.end_offset(cursor_.at());
      return true;
    }
    const bool quoted = cursor_.rest().starts_with('"') || cursor_.rest().starts_with("“");
    const TitleMatch match = longest_match();
    if (match.length == 0 && says_nothing(text_.substr(mark_.title_begin))) return read_void();
    if (match.length == 0) return !has_comma && !quoted && read_other_title(punctuation.empty());
    for (Item& item : mark_.items) item.part = match.part;
    // "Item 1A, Risk Factors, of our report" is a reference.
    return read_known_title(match, quoted) && (!has_comma || mark_.body_begin == text_.size());
  }

  // "None."; of several items also "are not applicable and have been omitted."
  bool says_nothing(std::string_view rest) const {
    static const RE2 kOmitted(
        "(?i)(?:(?:are|were|is|have\\s+been|has\\s+been)\\s+)?(?:not\\s+applicable|inapplicable|omitted|none)\\b[^.]*"
        "\\.?\\s*");
    if (is_void(rest)) return true;
    return mark_.items.size() > 1 && text_.size() <= kFragment && matches_whole(rest, kOmitted);
  }

  // "Item 3. None.": the title is missing, and this is the text.
  bool read_void() {
    mark_.body_begin = mark_.title_begin;
    mark_.title_end = mark_.title_begin = squeezed_.end_offset(number_end_);
    return true;
  }

  // Whatever part the heading names: where it names another one than the title has, the title is right.
  TitleMatch longest_match() const {
    TitleMatch longest;
    for (const Item item : mark_.items) {
      const TitleMatch match = form_.match_title({0, item.number, item.letter}, cursor_.rest());
      if (match.length > longest.length) longest = match;
    }
    return longest;
  }

  bool read_known_title(const TitleMatch& match, bool quoted) {
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
    if (!cursor_.take("items") && !cursor_.take("item")) return cursor_.go_to(before);
    const auto item = read_another_item(form_, text_, squeezed_, cursor_);
    if (!item) return cursor_.go_to(before);
    mark_.items.push_back({mark_.items.front().part, item->number, item->letter});
    cursor_.take_punctuation(".:;-");
    cursor_.go_to(cursor_.at() + form_.match_title(mark_.items.back(), cursor_.rest()).length);
  }

  // What follows a title that is complete at `end`.
  bool end_title(std::size_t end) {
    std::size_t tail = end;
    bool divided = false;
    while (tail < text_.size() && !begins_list(tail)) {
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
    if (begins_list(tail)) return begin_body(end, tail);
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
      if (end > begin && begins_list(end)) break;
      const bool stops = text_[end] == '.' || text_[end] == ':';
      if (stops && end + 1 < text_.size() && space_length(text_, end + 1) > 0) break;
    }
    if (end == limit && limit < text_.size()) return false;
    std::size_t trimmed_end = end;
    while (trimmed_end > begin && (is_space(text_[trimmed_end - 1]) || text_[trimmed_end - 1] == '.')) --trimmed_end;
    if (const auto answer = void_answer(begin, end)) return begin_body(answer->first, answer->second);
    if (end < text_.size()) return end_title(trimmed_end);
    static const RE2 kPages("^(.*?)[\\s._·…]+((?:page\\s*)?(?:[ivx]+|[0-9]{1,3}|[A-Z]-[0-9]{1,3}))$");
    const re2::StringPiece rest(text_.data() + begin, text_.size() - begin);
    re2::StringPiece title;
    if (RE2::FullMatch(rest, kPages, &title)) return end_title(begin + title.size());
    mark_.title_end = trimmed_end;
    return true;
  }

  // "Item 2. Changes in Securities - None": the end of the title and the beginning of the answer.
  std::optional<std::pair<std::size_t, std::size_t>> void_answer(std::size_t begin, std::size_t end) const {
    static const RE2 kAnswer("^(.*?)\\s*(?:-|–|—)\\s*([^-–—]+)$");
    const re2::StringPiece rest(text_.data() + begin, end - begin);
    re2::StringPiece title;
    re2::StringPiece answer;
    if (!RE2::FullMatch(rest, kAnswer, &title, &answer)) return std::nullopt;
    if (!is_void(std::string_view(answer.data(), answer.size()))) return std::nullopt;
    return std::pair(begin + title.size(), static_cast<std::size_t>(answer.data() - text_.data()));
  }

  // "(a) Exhibits": the text of some items is a list.
  bool begins_list(std::size_t at) const {
    const std::string_view rest = text_.substr(at, 4);
    return rest.size() == 4 && rest[0] == '(' && (rest[1] == 'a' || rest[1] == '1') && rest[2] == ')' &&
           space_length(rest, 3) > 0;
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
    if (matches_within(rest, kSentences)) return false;
    if (nothing_divides && rest.ends_with('.') && rest.size() > kFragment) return false;
    mark_.title = ItemMark::Title::other;
    static const RE2 kPages("[\\t ._·…]\\s*(?:[0-9]{1,3}|[A-Z]-[0-9]{1,3})$");
    mark_.has_page_number = matches_within(rest, kPages);
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
    static constexpr std::string_view kAscii = ".:;,-()[]_|*";
    return kAscii.find(text_[at]) != std::string_view::npos ? 1 : symbol_length(text_, at);
  }

  const Form& form_;
  std::string_view text_;
  SqueezedText squeezed_;
  HeadingCursor cursor_;
  std::size_t number_end_ = 0;  // in the squeezed text
  ItemMark mark_;
};

}  // namespace

std::optional<ItemMark> read_item_mark(const Form& form, std::string_view text) {
  if (!may_begin_item_number(text)) return std::nullopt;
  return MarkReader(form, text).read();
}

bool is_title_of(const Form& form, Item item, std::string_view text) {
  if (text.size() > kLongTitle) return false;
  const std::string squeezed = squeeze(text);
  const TitleMatch match = form.match_title(item, squeezed);
  if (match.length == 0) return false;
  if (match.is_open) return true;
  return std::none_of(squeezed.begin() + static_cast<std::ptrdiff_t>(match.length), squeezed.end(),
                      [](char c) { return is_letter(c) || is_digit(c); });
}

bool is_item_number(std::string_view text) {
  constexpr std::size_t kShort = 60;
  if (text.size() > kShort) return false;
  // Where nothing follows the number, the form makes no difference.
  const auto mark = read_item_mark(annual_form(), text);
  return mark && mark->title == ItemMark::Title::none && !mark->has_page_number;
}

bool is_page_reference(std::string_view text) {
  static const RE2 kPages(
      "(?i)\\s*(?:pages?\\s*)?(?:[ivx]{1,5}|[a-z]?-?\\s*[0-9]{1,3}[a-z]?)(?:\\s*(?:-|–|—|,|and|to|through|&)?\\s*"
      "(?:pages?\\s*)?(?:[ivx]{1,5}|[a-z]?-?\\s*[0-9]{1,3}[a-z]?))*\\s*[.*]?\\s*");
  return text.size() <= 60 && matches_whole(text, kPages);
}

}  // namespace weir::sec
