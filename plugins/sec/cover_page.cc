#include "sec/cover_page.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <re2/re2.h>

#include "sec/ascii.h"
#include "sec/calendar.h"
#include "sec/filer_category.h"
#include "sec/form_type.h"
#include "sec/markup_text.h"
#include "sec/match.h"

namespace weir::sec {
namespace {

// The cover ends long before this.
constexpr std::size_t kMostLines = 150;
constexpr std::size_t kFormLines = 60;

// The form is named on a line of its own, or in the first words of one: "FORM 10-K/A", "Form 10-K405".
std::string find_form(const std::vector<std::string>& lines) {
  static const RE2 kForm(
      "(?i)^[^a-z0-9]*(?:annual report on "
      ")?form\\s*([0-9]{1,3}[a-z]?\\s*(?:-|‐|‑|–|—)?\\s*[a-z0-9]{1,6}|[sfn]\\s*(?:-|–)\\s*[0-9]{1,2})"
      "(\\s*/\\s*a\\b)?(?:[^a-z0-9/]|$)");
  static const RE2 kAmendment("(?i)^[^a-z0-9]*\\(?\\s*amendment\\s+no");
  static const RE2 kAmendmentBehind("(?i)form\\s*10.{0,12}\\(?\\s*amendment\\s+no");
  const std::size_t count = std::min(lines.size(), kFormLines);
  for (std::size_t i = 0; i < count; ++i) {
    std::string form;
    std::string suffix;
    if (!RE2::PartialMatch(lines[i], kForm, &form, &suffix)) continue;
    form = normal_form(form);
    // "FORM 10-K ANNUAL REPORT" without the space between.
    const auto near = [&](std::size_t line) { return line < count && matches_within(lines[line], kAmendment); };
    const bool amended = !suffix.empty() || matches_within(lines[i], kAmendmentBehind) || near(i + 1) || near(i + 2) ||
                         (i > 0 && near(i - 1)) || (i > 1 && near(i - 2));
    return form + (amended ? "/A" : "");
  }
  static const RE2 kAnnual("(?i)annual\\s+report\\s+(?:pursuant\\s+to|under)\\s+section\\s+13");
  static const RE2 kQuarterly("(?i)quarterly\\s+report\\s+(?:pursuant\\s+to|under)\\s+section\\s+13");
  for (std::size_t i = 0; i < count; ++i) {
    if (matches_within(lines[i], kAnnual)) return "10-K";
    if (matches_within(lines[i], kQuarterly)) return "10-Q";
  }
  return {};
}

std::size_t mentions_of_fiscal_year(const std::vector<std::string>& lines, int year) {
  const std::string number = std::to_string(year);
  const RE2 mention("(?i)\\bfiscal\\s+(?:year\\s+)?" + number + "\\b|\\b" + number + "\\s+annual\\s+report\\b");
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.find(number) != std::string::npos && matches_within(line, mention);
  }));
}

// Where a year ends in January or early in February, some companies name it after the year before, most retailers among
// them, and some do not: what the report itself calls it decides.
std::optional<int> find_fiscal_year(std::string_view cover, std::string_view markup) {
  static const RE2 kEnded("(?i)for\\s+(?:the\\s+)?(?:fiscal\\s+)?(?:year|period)\\s+ended:?\\s*([^|]{6,40})");
  re2::StringPiece date;
  if (!RE2::PartialMatch(re2::StringPiece(cover.data(), cover.size()), kEnded, &date)) return std::nullopt;
  const auto end = find_date(std::string_view(date.data(), date.size()));
  if (!end) return std::nullopt;
  const int year = fiscal_year_ending(*end);
  const bool is_early = year == end->year && (end->month == 1 || (end->month == 2 && end->day <= 7));
  if (!is_early) return year;
  const std::vector<std::string> lines = visible_lines(markup);
  return mentions_of_fiscal_year(lines, year - 1) > mentions_of_fiscal_year(lines, year) ? year - 1 : year;
}

bool is_annual_form(const std::string& form) {
  return is_annual_report(form) || form.starts_with("20-F") || form.starts_with("40-F");
}

bool is_name(std::string_view line) {
  static const RE2 kNoName(
      "(?i)^[^a-z]*$|commission|file\\s+n|^\\W*or\\W*$|securities|washington,? d|form 10|ended|act of 1934|"
      "transition|exact name|registrant|^\\W*(?:to|from)\\b");
  return line.size() >= 2 && line.size() <= 150 && !matches_within(line, kNoName);
}

// The name stands above "(Exact name of registrant as specified in its charter)"; else it follows the file number.
std::string find_company(const std::vector<std::string>& lines) {
  static const RE2 kCaption(
      "(?i)^(.*?)\\(?\\s*(?:exact\\s+)?name\\s+of\\s+(?:the\\s+)?(?:registrant|small\\s+business|issuer)");
  static const RE2 kFileNumber("(?i)commission\\s+file\\s+(?:number|no)");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string before;
    if (!RE2::PartialMatch(lines[i], kCaption, &before)) continue;
    if (is_name(trimmed(before))) return std::string(trimmed(before));
    for (std::size_t up = i; up > 0 && i - up < 4; --up) {
      if (is_name(lines[up - 1])) return lines[up - 1].substr(0, lines[up - 1].find('\t'));
    }
  }
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (matches_within(lines[i], kFileNumber) && is_name(lines[i + 1]))
      return lines[i + 1].substr(0, lines[i + 1].find('\t'));
  }
  return {};
}

}  // namespace

Filing read_cover_page(std::string_view markup) {
  const std::vector<std::string> lines = visible_lines(markup, kMostLines);
  std::string cover;
  for (const std::string& line : lines) cover += line + '\n';

  Filing filing;
  filing.form_type = find_form(lines);
  filing.company_name = find_company(lines);
  if (is_annual_form(filing.form_type)) filing.fiscal_year = find_fiscal_year(cover, markup);
  static const RE2 kEin("\\b([0-9]{2}-[0-9]{7})\\b");
  std::string ein;
  if (RE2::PartialMatch(cover, kEin, &ein)) filing.ein = normal_ein(ein);
  filing.entity_filer_category = ticked_filer_category(cover);
  return filing;
}

}  // namespace weir::sec
