#include "sec/item_number.h"

#include <cstdint>
#include <utility>

#include "sec/ascii.h"

namespace weir::sec {
namespace {

// The number of an item, without its letter; nothing for numbers that are no item's, such as those of regulations.
std::optional<std::uint8_t> take_number(HeadingCursor& cursor) {
  std::string_view rest = cursor.rest();
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  if (digits == 0 || digits > 2 || rest[0] == '0') return std::nullopt;
  const int number = digits == 1 ? rest[0] - '0' : (rest[0] - '0') * 10 + (rest[1] - '0');
  if (number > 16) return std::nullopt;
  cursor.go_to(cursor.at() + digits);
  return static_cast<std::uint8_t>(number);
}

class NumberReader {
 public:
  NumberReader(std::string_view text, const SqueezedText& squeezed, HeadingCursor& cursor)
      : text_(text), squeezed_(squeezed), cursor_(cursor) {}

  std::optional<ItemNumber> read() {
    if (!take_code()) return std::nullopt;
    return std::move(number_);
  }
  std::optional<ItemNumber> read_another() {
    if (!take_item()) return std::nullopt;
    return std::move(number_);
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
    if (!cursor_.take("item")) return take_bare_number();
    const bool is_plural = cursor_.take("s");
    cursor_.take_punctuation(".:-#");
    if (cursor_.take("no.") || cursor_.take("number")) cursor_.take_punctuation(":");
    if (!take_item()) return false;
    take_list(is_plural);
    return true;
  }

  // "1A. Risk Factors": the word is missing. Only with a letter and a title, since notes and lists are numbered, too.
  bool take_bare_number() {
    if (cursor_.at() > 0 || !take_item() || number_.items.front().letter == 0) return false;
    number_.is_bare = true;
    HeadingCursor title = cursor_;
    title.take_punctuation(".:;-)");
    return match_title(number_.items.front(), title.rest()).length > 0;
  }

  // An I or an l typed for a 1, where the title shows that it is one.
  bool take_mistyped_one() {
    const char c = cursor_.peek();
    if (c != 'i' && c != 'l') return false;
    const std::string_view rest = cursor_.rest();
    const char letter = rest.size() > 1 && rest[1] >= 'a' && rest[1] <= 'c' ? upper(rest[1]) : '\0';
    for (const char tried : {letter, '\0'}) {
      const std::size_t length = tried == 0 ? 1 : 2;
      if (match_title({1, tried}, rest.substr(length)).length == 0) continue;
      cursor_.go_to(cursor_.at() + length);
      number_.items.push_back({1, tried});
      return true;
    }
    return false;
  }

  bool take_item() {
    const auto number = take_number(cursor_);
    if (!number) return take_mistyped_one();
    // "Item 1.01" is one of form 8-K.
    const std::size_t at = squeezed_.end_offset(cursor_.at());
    if (at + 1 < text_.size() && text_[at] == '.' && is_digit(text_[at + 1])) return false;
    number_.items.push_back({*number, take_letter(*number)});
    if (cursor_.take("(t)") || cursor_.take("(i)") || cursor_.take("(1)")) return true;
    const std::string_view rest = cursor_.rest();
    const bool is_part = rest.size() > 2 && rest[0] == '(' && is_lower(rest[1]) && rest[2] == ')';
    if (is_part) cursor_.go_to(cursor_.at() + 3);  // "Item 1(a)"
    return true;
  }

  // The letter belongs to the number where nothing alphabetic follows it, or the item's title does: "1A", "1 A.",
  // "1(A)", "1.A", "1-A", and "1ARisk Factors".
  char take_letter(std::uint8_t number) {
    const std::string_view rest = cursor_.rest();
    const std::size_t lead = rest.empty() || is_letter(rest[0]) ? 0 : 1;
    const bool is_lead = lead == 0 || rest[0] == '(' || rest[0] == '.' || rest[0] == '-';
    if (rest.size() <= lead || !is_lead) return 0;
    const char letter = rest[lead];
    if (letter < 'a' || letter > 'd') return 0;
    const bool in_parentheses = rest[0] == '(' && rest.size() > 2 && rest[2] == ')';
    const std::size_t length = lead + 1 + (in_parentheses ? 1 : 0);
    const Item item{number, upper(letter)};
    const std::size_t behind = squeezed_.end_offset(cursor_.at() + length);
    const bool ends_word = behind >= text_.size() || (!is_letter(text_[behind]) && text_[behind] != '\'');
    const bool has_title = match_title(item, rest.substr(length)).length > 0;
    if (!has_title && (lead > 0 || !ends_word)) return 0;
    cursor_.go_to(cursor_.at() + length);
    return item.letter;
  }

  // "and 2", "& 2", ", 1B", "/ 7A", and between plural items "-14" and "through 14".
  void take_list(bool is_plural) {
    for (;;) {
      const std::size_t before = cursor_.at();
      if (!take_joint(is_plural) || !take_item()) return cursor_.go_to(before);
    }
  }

  bool take_joint(bool is_plural) {
    cursor_.take_punctuation(".");
    bool joins = cursor_.take(",") || cursor_.take("/");
    joins = cursor_.take("and") || cursor_.take("&") || joins;
    if (!joins && is_plural) {
      joins = !cursor_.take_punctuation("-").empty() || cursor_.take("through") || cursor_.take("to");
    }
    if (joins && cursor_.take("item")) cursor_.take("s");
    return joins;
  }

  std::string_view text_;
  const SqueezedText& squeezed_;
  HeadingCursor& cursor_;
  ItemNumber number_;
};

}  // namespace

std::optional<ItemNumber> read_item_number(std::string_view text, const SqueezedText& squeezed, HeadingCursor& cursor) {
  return NumberReader(text, squeezed, cursor).read();
}

std::optional<Item> read_another_item(std::string_view text, const SqueezedText& squeezed, HeadingCursor& cursor) {
  const auto number = NumberReader(text, squeezed, cursor).read_another();
  return number ? std::optional<Item>(number->items.front()) : std::nullopt;
}

}  // namespace weir::sec
