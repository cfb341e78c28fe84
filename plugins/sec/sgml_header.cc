#include "sec/sgml_header.h"

#include <optional>
#include <utility>

#include "sec/ascii.h"
#include "sec/calendar.h"
#include "sec/form_type.h"

namespace weir::sec {
namespace {

// Divides `KEY:  value` or `<KEY>value`. Lines of other kinds have an empty key.
std::pair<std::string_view, std::string_view> key_and_value(std::string_view line) {
  line = trimmed(line);
  const bool is_tag = line.starts_with('<');
  if (is_tag) line.remove_prefix(1);
  const std::size_t end = line.find(is_tag ? '>' : ':');
  if (end == std::string_view::npos) return {};
  return {line.substr(0, end), trimmed(line.substr(end + 1))};
}

// "ELECTRONIC COMPUTERS [3571]", "3571", or " []".
void read_sic(std::string_view value, Filing& filing) {
  const std::size_t open = value.find('[');
  if (open == std::string_view::npos) {
    filing.sic_code = value;
    return;
  }
  filing.sic_name = trimmed(value.substr(0, open));
  const std::size_t close = value.find(']', open);
  filing.sic_code = trimmed(value.substr(open + 1, close == std::string_view::npos ? close : close - open - 1));
}

class HeaderReader {
 public:
  // Reads one line. Returns false once a second filer begins, after which nothing counts.
  bool read(std::string_view line) {
    const auto [key, value] = key_and_value(line);
    if (key == "FILER") return ++filers_ < 2;
    if (value.empty()) return true;
    if (key == "ACCESSION NUMBER" || key == "ACCESSION-NUMBER") {
      filing_.accession_number = normal_accession_number(value);
    } else if (key == "CONFORMED SUBMISSION TYPE" || key == "TYPE" || key == "FORM TYPE") {
      set(filing_.form_type, normal_form(value));
    } else if (key == "CONFORMED PERIOD OF REPORT" || key == "PERIOD") {
      period_ = parse_compact_date(value);
    } else if (key == "FILED AS OF DATE" || key == "FILING-DATE") {
      if (const auto date = parse_compact_date(value)) filing_.filed_as_of_date = date->to_string();
    } else if (key == "COMPANY CONFORMED NAME" || key == "CONFORMED-NAME") {
      set(filing_.company_name, std::string(value));
    } else if (key == "CENTRAL INDEX KEY" || key == "CIK") {
      set(filing_.cik, normal_cik(value));
    } else if (key == "STANDARD INDUSTRIAL CLASSIFICATION" || key == "ASSIGNED-SIC") {
      if (filing_.sic_code.empty()) read_sic(value, filing_);
    } else if (key == "IRS NUMBER" || key == "IRS-NUMBER" || key == "EIN") {
      set(filing_.ein, normal_ein(value));
    }
    return true;
  }

  Filing filing() && {
    if (period_ && is_annual_report(filing_.form_type)) filing_.fiscal_year = fiscal_year_ending(*period_);
    return std::move(filing_);
  }

 private:
  static void set(std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  }

  Filing filing_;
  std::optional<Date> period_;
  int filers_ = 0;
};

}  // namespace

Filing read_sgml_header(std::string_view header) {
  HeaderReader reader;
  while (!header.empty()) {
    const std::size_t end = header.find('\n');
    if (!reader.read(header.substr(0, end))) break;
    if (end == std::string_view::npos) break;
    header.remove_prefix(end + 1);
  }
  return std::move(reader).filing();
}

}  // namespace weir::sec
