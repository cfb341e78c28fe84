#include "sec/dei_value.h"

#include <algorithm>
#include <array>
#include <optional>

#include "sec/ascii.h"
#include "sec/calendar.h"

namespace weir::sec {
namespace {

// "1,183.5" with scale 3 becomes "1183500". Nothing where there is something else than a number.
std::optional<std::string> number(std::string_view printed, int scale, bool is_negative) {
  std::string digits;
  int places = 0;
  bool has_point = false;
  for (const char c : printed) {
    if (is_digit(c)) {
      digits += c;
      places += has_point ? 1 : 0;
    } else if (c == '.' && !has_point) {
      has_point = true;
    } else if (c != ',' && c != ' ') {
      return std::nullopt;
    }
  }
  if (digits.empty() || scale < -18 || scale > 18) return std::nullopt;
  for (; places < scale; ++places) digits += '0';
  int point = places - scale;  // digits behind the point
  while (point > 0 && digits.back() == '0') {
    digits.pop_back();
    --point;
  }
  while (static_cast<int>(digits.size()) <= point) digits.insert(digits.begin(), '0');
  if (point > 0) digits.insert(digits.size() - static_cast<std::size_t>(point), ".");
  const std::size_t first = digits.find_first_not_of('0');
  digits.erase(0, first == std::string::npos ? digits.size() - 1 : (digits[first] == '.' ? first - 1 : first));
  return (is_negative ? "-" : "") + digits;
}

std::string filer_category(std::string_view printed) {
  static constexpr std::array<std::string_view, 5> kCategories{"Large Accelerated Filer", "Accelerated Filer",
                                                               "Non-accelerated Filer", "Smaller Reporting Company",
                                                               "Smaller Reporting Accelerated Filer"};
  const auto same = [&](std::string_view category) { return same_letters(category, printed); };
  const auto found = std::find_if(kCategories.begin(), kCategories.end(), same);
  return std::string(found == kCategories.end() ? printed : *found);
}

// ☑ and ☒ are ticked, and so are letters that stand for them; ☐ is not, nor is nothing at all.
std::string ballot_box(std::string_view printed) {
  return printed.empty() || printed == "☐" || same_letters(printed, "o") || printed == "¨" ? "false" : "true";
}

}  // namespace

std::string dei_value(std::string_view printed, std::string_view format, int scale, bool is_negative) {
  std::string name;  // formats were renamed over the years, by their dashes above all
  for (const char c : format) {
    if (c != '-') name += lower(c);
  }
  if (name == "fixedtrue" || name == "booleantrue") return "true";
  if (name == "fixedfalse" || name == "booleanfalse") return "false";
  if (name == "boolballotbox") return ballot_box(printed);
  if (name == "fixedempty" || name == "nocontent" || name == "fixedzero" || name == "zerodash") {
    return name == "fixedzero" || name == "zerodash" ? "0" : "";
  }
  if (name == "entityfilercategoryen") return filer_category(printed);
  if (name.find("numdotdecimal") != std::string::npos || scale != 0) {
    if (auto value = number(printed, scale, is_negative)) return *value;
  }
  if (name.starts_with("date")) {
    if (const auto date = find_date(printed)) return date->to_string();
    if (const auto date = parse_month_day(printed)) return "--" + date->to_string().substr(5);
  }
  return std::string(printed);
}

}  // namespace weir::sec
