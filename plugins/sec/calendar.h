// Dates as filings write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir::sec {

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;

  bool operator==(const Date&) const = default;
  // "2023-12-31"
  std::string to_string() const;
};

// "20231231", the form of EDGAR's headers.
std::optional<Date> parse_compact_date(std::string_view text);

// The first date in a text: "December 31, 2023", "31 December 2023", "Dec. 31 2023", "12/31/2023", "2023-12-31".
std::optional<Date> find_date(std::string_view text);

// The month and day of "December 31", "12-31" or "--12-31"; the year is 0.
std::optional<Date> parse_month_day(std::string_view text);

// The fiscal year that ends at a date: the year of the date, but the year before where a year of 52 or 53 weeks runs
// over into the first days of January.
int fiscal_year_ending(const Date& end);

}  // namespace weir::sec
