#include "sec/item_number.h"

#include <algorithm>
#include <array>
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
  NumberReader(const Form& form, std::string_view text, const SqueezedText& squeezed, HeadingCursor& cursor)
      : form_(form), text_(text), squeezed_(squeezed), cursor_(cursor) {}

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
    if (cursor_.take("part") && !take_part()) return false;
    if (!cursor_.take("item")) return take_bare_number();
    const bool is_plural = cursor_.take("s");
    cursor_.take_punctuation(".:-#");
    if (cursor_.take("no.") || cursor_.take("number")) cursor_.take_punctuation(":");
    if (!take_item()) return false;
    take_list(is_plural);
    return true;
  }

  // "I", "2", and what the part is called: "II - OTHER INFORMATION".
  bool take_part() {
    std::uint8_t part = 0;
    for (; part < 3 && cursor_.peek() == 'i' && !cursor_.rest().starts_with("item"); ++part) {
      cursor_.go_to(cursor_.at() + 1);
    }
    if (part == 1 && cursor_.take("v")) part = 4;
    if (part == 0 && cursor_.peek() >= '1' && cursor_.peek() <= '4') {
      part = static_cast<std::uint8_t>(cursor_.peek() - '0');
      cursor_.go_to(cursor_.at() + 1);
    }
    if (part == 0) return false;
    cursor_.take_punctuation(".,:;-()");
    if (cursor_.take("financialinformation") || cursor_.take("otherinformation")) cursor_.take_punctuation(".,:;-()");
    if (form_.has_parts()) part_ = part;
    return true;
  }

  // "1A. Risk Factors": the word is missing. Only with a title, since notes and lists are numbered, too.
  bool take_bare_number() {
    if (cursor_.at() > 0 || !is_digit(cursor_.peek()) || !take_item()) return false;
    number_.is_bare = true;
    HeadingCursor title = cursor_;
    title.take_punctuation(".:;-)");
    return form_.match_title(number_.items.front(), title.rest()).length > 0;
  }

  // A Roman number, or an l typed for a 1, where the title shows that it is one.
  bool take_numeral() {
    struct Numeral {
      std::string_view letters;
      std::uint8_t number;
    };
    static constexpr std::array kNumerals{Numeral{"viii", 8}, Numeral{"vii", 7}, Numeral{"iii", 3}, Numeral{"vi", 6},
                                          Numeral{"iv", 4},   Numeral{"ix", 9},  Numeral{"ii", 2},  Numeral{"v", 5},
                                          Numeral{"x", 10},   Numeral{"i", 1},   Numeral{"l", 1}};
    for (const Numeral& numeral : kNumerals) {
      if (!cursor_.rest().starts_with(numeral.letters)) continue;
      const std::string_view rest = cursor_.rest().substr(numeral.letters.size());
      const std::size_t lead = !rest.empty() && std::string_view(".-(").find(rest[0]) != std::string_view::npos ? 1 : 0;
      const bool has_letter = rest.size() > lead && rest[lead] >= 'a' && rest[lead] <= 'c';
      for (const char tried : {has_letter ? upper(rest[lead]) : '\0', '\0'}) {
        const Item item{part_, numeral.number, tried};
        const std::size_t length = tried == 0 ? 0 : lead + 1;
        if (form_.match_title({0, item.number, tried}, rest.substr(length)).length == 0) continue;
        cursor_.go_to(cursor_.at() + numeral.letters.size() + length);
        number_.items.push_back(item);
        return true;
      }
    }
    return false;
  }

  bool take_item() {
    const auto number = take_number(cursor_);
    if (!number) return take_numeral();
    // "Item 1.01" is one of form 8-K.
    const std::size_t at = squeezed_.end_offset(cursor_.at());
    if (at + 1 < text_.size() && text_[at] == '.' && is_digit(text_[at + 1])) return false;
    number_.items.push_back({part_, *number, take_letter(*number)});
    if (take_transition() || cursor_.take("(t)") || cursor_.take("(i)") || cursor_.take("(1)")) return true;
    const std::string_view rest = cursor_.rest();
    const bool is_part = rest.size() > 2 && rest[0] == '(' && is_lower(rest[1]) && rest[2] == ')';
    if (is_part) cursor_.go_to(cursor_.at() + 3);  // "Item 1(a)"
    return true;
  }

  // "Item 9AT", an item in the years in which it was phased in.
  bool take_transition() {
    if (cursor_.peek() != 't') return false;
    const std::size_t behind = squeezed_.end_offset(cursor_.at() + 1);
    const bool ends_word = behind >= text_.size() || !is_letter(text_[behind]);
    return ends_word && cursor_.take("t");
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
    const Item item{part_, number, upper(letter)};
    const std::size_t behind = squeezed_.end_offset(cursor_.at() + length);
    const bool ends_word = behind >= text_.size() || (!is_letter(text_[behind]) && text_[behind] != '\'');
    const bool has_title = form_.match_title(item, rest.substr(length)).length > 0;
    if (!has_title && (lead > 0 || !ends_word)) return 0;
    cursor_.go_to(cursor_.at() + length);
    return item.letter;
  }

  // "and 2", "& 2", ", 1B", "/ 7A", and between plural items "-14" and "through 14".
  void take_list(bool is_plural) {
    for (;;) {
      const std::size_t before = cursor_.at();
      is_range_ = false;
      if (!take_joint(is_plural) || !take_item()) return cursor_.go_to(before);
      if (is_range_) add_items_between();
    }
  }

  // "Items 10 to 14": those that the form has between the last two.
  void add_items_between() {
    const Item last = number_.items.back();
    const Item first = *(number_.items.end() - 2);
    std::vector<Item> between;
    for (Item item : form_.items()) {
      item.part = first.part;
      if (first < item && item < last) between.push_back(item);
    }
    std::sort(between.begin(), between.end());
    between.erase(std::unique(between.begin(), between.end()), between.end());
    number_.items.insert(number_.items.end() - 1, between.begin(), between.end());
  }

  bool take_joint(bool is_plural) {
    cursor_.take_punctuation(".");
    bool joins = cursor_.take(",") || cursor_.take("/");
    joins = cursor_.take("and") || cursor_.take("&") || joins;
    if (!joins && is_plural) {
      joins = !cursor_.take_punctuation("-").empty() || cursor_.take("through") || cursor_.take("to");
      is_range_ = joins;
    }
    if (joins && cursor_.take("item")) cursor_.take("s");
    return joins;
  }

  const Form& form_;
  std::string_view text_;
  const SqueezedText& squeezed_;
  HeadingCursor& cursor_;
  ItemNumber number_;
  std::uint8_t part_ = 0;  // that the heading names; 0 in forms that number their items through
  bool is_range_ = false;
};

}  // namespace

bool may_begin_item_number(std::string_view text) {
  constexpr std::string_view kPunctuation = "*-([";
  char first = 0;
  int digits = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t space = space_length(text, at); space > 0) {
      at += space;
      continue;
    }
    const char c = lower(text[at]);
    if (first != 0) return c == (first == 'i' ? 't' : 'a');
    if (is_digit(c)) {
      if (++digits > 2) return false;
    } else if (digits > 0) {
      return true;
    } else if (c == 'i' || c == 'p') {
      first = c;
    } else if (is_letter(c) || (kPunctuation.find(c) == std::string_view::npos && symbol_length(text, at) == 0)) {
      return false;
    }
    at += std::max<std::size_t>(1, symbol_length(text, at));
  }
  return digits > 0;
}

std::optional<ItemNumber> read_item_number(const Form& form, std::string_view text, const SqueezedText& squeezed,
                                           HeadingCursor& cursor) {
  return NumberReader(form, text, squeezed, cursor).read();
}

std::optional<Item> read_another_item(const Form& form, std::string_view text, const SqueezedText& squeezed,
                                      HeadingCursor& cursor) {
  const auto number = NumberReader(form, text, squeezed, cursor).read_another();
  return number ? std::optional<Item>(number->items.front()) : std::nullopt;
}

}  // namespace weir::sec
