#include "sec/calendar.h"

#include <array>
#include <charconv>
#include <cstdio>

#include <re2/re2.h>

#include "sec/ascii.h"

namespace weir::sec {
namespace {

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

int month_number(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                            "jul", "aug", "sep", "oct", "nov", "dec"};
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    if (same_letters(name.substr(0, 3), kMonths[month])) return static_cast<int>(month) + 1;
  }
  return 0;
}

std::optional<Date> checked(Date date) {
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return std::nullopt;
  if (date.year != 0 && (date.year < 1900 || date.year > 2199)) return std::nullopt;
  return date;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

constexpr const char* kMonthPattern =
    "(jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?\\.?|july?\\.?|aug(?:ust|\\.)?|"
    "sept?(?:ember|\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?)";

}  // namespace

std::string Date::to_string() const {
  std::array<char, 16> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<Date> parse_compact_date(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 8) return std::nullopt;
  for (const char c : text.substr(0, 8)) {
    if (!is_digit(c)) return std::nullopt;
  }
  return checked({number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6, 2))});
}

std::optional<Date> find_date(std::string_view text) {
  static const RE2 kWritten("(?i)(?:" + std::string(kMonthPattern) +
                            "\\s*([0-9]{1,2})\\s*(?:st|nd|rd|th)?\\s*,?\\s*((?:19|20)[0-9]{2})\\b|\\b([0-9]{1,2})\\s+" +
                            kMonthPattern + "\\s*,?\\s*((?:19|20)[0-9]{2})\\b)");
  static const RE2 kNumbers(
      "\\b(?:([0-9]{1,2})/([0-9]{1,2})/((?:19|20)?[0-9]{2})|((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2}))\\b");
  std::string a;
  std::string b;
  std::string c;
  std::string d;
  std::string e;
  std::string f;
  if (RE2::PartialMatch(piece(text), kWritten, &a, &b, &c, &d, &e, &f)) {
    if (!a.empty()) return checked({number(c), month_number(a), number(b)});
    return checked({number(f), month_number(e), number(d)});
  }
  if (!RE2::PartialMatch(piece(text), kNumbers, &a, &b, &c, &d, &e, &f)) return std::nullopt;
  if (!d.empty()) return checked({number(d), number(e), number(f)});
  int year = number(c);
  if (c.size() == 2) year += year < 80 ? 2000 : 1900;
  return checked({year, number(a), number(b)});
}

std::optional<Date> parse_month_day(std::string_view text) {
  static const RE2 kWritten("(?i)\\s*" + std::string(kMonthPattern) + "\\s*([0-9]{1,2})\\b.*");
  static const RE2 kNumbers("\\s*(?:--)?([0-9]{1,2})[-/]([0-9]{1,2})\\s*");
  std::string month;
  std::string day;
  if (RE2::FullMatch(piece(text), kWritten, &month, &day)) return checked({0, month_number(month), number(day)});
  if (RE2::FullMatch(piece(text), kNumbers, &month, &day)) return checked({0, number(month), number(day)});
  return std::nullopt;
}

int fiscal_year_ending(const Date& end) {
  constexpr int kLatestDayOfYearBefore = 10;
  return end.month == 1 && end.day <= kLatestDayOfYearBefore ? end.year - 1 : end.year;
}

}  // namespace weir::sec
